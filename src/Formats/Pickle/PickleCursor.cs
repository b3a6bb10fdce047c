using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Pickle;

/// <summary>A place in bytes that never passes their end.</summary>
/// <param name="bytes">All of them.</param>
/// <param name="start">First that belongs to it.</param>
/// <param name="end">Behind the last.</param>
[StructLayout(LayoutKind.Auto)]
internal struct PickleCursor(ReadOnlyMemory<byte> bytes, int start, int end)
{
    private readonly ReadOnlyMemory<byte> _bytes = bytes;

    public int Position { get; private set; } = start;

    public readonly int End => end;

    public readonly int Left => end - Position;

    /// <summary>A value that reaches beyond the end.</summary>
    public readonly FormatFault Cut() => PickleFault.Malformed(Position, $"a value is cut: the bytes end at {end}");

    public readonly ReadOnlySpan<byte> Slice(int at, int length) => _bytes.Span.Slice(at, length);

    public bool TryByte(out byte value)
    {
        bool has = TryTake(1, out int at);
        value = has ? _bytes.Span[at] : default;
        return has;
    }

    /// <param name="length">May be of any size.</param>
    /// <param name="at">Where they begin.</param>
    public bool TryTake(ulong length, out int at)
    {
        at = Position;
        if (length > (ulong)Left)
            return false;
        Position += (int)length;
        return true;
    }

    /// <summary>A little-endian number of 1, 2, 4 or 8 bytes.</summary>
    public bool TryUnsigned(int size, out ulong value)
    {
        value = 0;
        if (!TryTake((ulong)size, out int at))
            return false;
        ReadOnlySpan<byte> taken = Slice(at, size);
        value = size switch
        {
            1 => taken[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(taken),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(taken),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(taken),
        };
        return true;
    }

    /// <summary>Bytes up to a line's end, which is passed over.</summary>
    public bool TryLine(out int at, out int length)
    {
        at = Position;
        length = Slice(Position, Left).IndexOf((byte)'\n');
        if (length < 0)
            return false;
        Position += length + 1;
        return true;
    }
}
