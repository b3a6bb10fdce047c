using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Compression;

/// <summary>How far a piece of a frame went.</summary>
/// <param name="Taken">Compressed bytes.</param>
/// <param name="Given">Decompressed bytes.</param>
/// <param name="Ended">The frame is complete.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FrameStep(int Taken, int Given, bool Ended);
