namespace PolicyGate.Formats.Grpc;

/// <summary>Writes the fields of a protobuf message into memory that has room for them.</summary>
internal ref struct ProtobufWriter(Span<byte> into)
{
    /// <summary>Bytes that a field's number, type and length take at most.</summary>
    public const int MaximumHead = 10;

    private readonly Span<byte> _into = into;

    /// <summary>Bytes written so far.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes before the content of a bytes field.</summary>
    public static int HeadSize(int field, int length) => VarintSize((ulong)field << 3) + VarintSize((ulong)length);

    public void Varint(int field, ulong value)
    {
        Write(((ulong)field << 3) | (uint)ProtobufType.Varint);
        Write(value);
    }

    public void Bytes(int field, ReadOnlySpan<byte> content)
    {
        Head(field, content.Length);
        content.CopyTo(_into[Position..]);
        Position += content.Length;
    }

    /// <summary>What stands before a bytes field's content, which the caller puts behind it.</summary>
    public void Head(int field, int length)
    {
        Write(((ulong)field << 3) | (uint)ProtobufType.Bytes);
        Write((ulong)length);
    }

    private static int VarintSize(ulong value) =>
        Math.Max(1, (70 - int.CreateTruncating(ulong.LeadingZeroCount(value))) / 7);

    private void Write(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _into[Position++] = (byte)(value | 0x80);
        _into[Position++] = (byte)value;
    }
}
