using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Arrow;

/// <summary>One of a record batch's buffers; checked to lie inside of its batch.</summary>
/// <param name="Position">Of its first byte, from the file's.</param>
/// <param name="StoredBytes">In the file.</param>
/// <param name="Length">Of its values, decompressed; within the limits.</param>
/// <param name="Codec">How it is compressed.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ArrowBuffer(long Position, long StoredBytes, long Length, ArrowCodec Codec);
