using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Arrow;

/// <summary>A FlatBuffers vector whose elements have been checked to lie inside of the buffer.</summary>
/// <param name="Start">Of the first element.</param>
/// <param name="Count">Elements; 0 where the vector is absent.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FlatVector(int Start, int Count);
