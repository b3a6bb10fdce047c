using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Arrow;

/// <summary>Where one row's elements lie: the numbers of a list or the bytes of a string.</summary>
/// <param name="Field">The column, or the child of one.</param>
/// <param name="IsNull">The row has no value; the rest is then 0.</param>
/// <param name="Buffer">Where they are.</param>
/// <param name="Start">Of the first element, in bytes from the buffer's start.</param>
/// <param name="Count">Elements.</param>
/// <param name="Bytes">All elements; checked to lie inside of the buffer.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ArrowValues(
    ArrowField Field, bool IsNull, ArrowBuffer Buffer = default, long Start = 0, int Count = 0, long Bytes = 0);
