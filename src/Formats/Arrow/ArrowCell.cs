using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Arrow;

/// <summary>One column's value in a row to be written. Which of its members counts, the column's type says.</summary>
/// <param name="IsNull">The row has none; the rest is then nothing.</param>
/// <param name="Number">Of a bool or an integer.</param>
/// <param name="Bytes">Text, bytes, or a list's elements as they lie in memory.</param>
/// <param name="Source">In their place: where they are read from when they are written.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ArrowCell(
    bool IsNull, long Number = 0, ReadOnlyMemory<byte> Bytes = default, IArrowSource? Source = null)
{
    public long Length => Source?.Length ?? Bytes.Length;
}
