namespace PolicyGate.Formats.Grpc;

/// <summary>Walks over the fields of one protobuf message, of which only the beginning need be at hand.</summary>
/// <remarks>
/// So a field of megabytes can be read from the wire right to where it is wanted: the few bytes before it tell its
/// place. What follows such a field is walked by another reader, made of what comes after.
/// </remarks>
internal ref struct ProtobufReader
{
    private const int MaximumVarint = 10;
    private const int FieldBits = 3;

    private readonly ReadOnlySpan<byte> _head;
    private readonly int _messageLength;

    /// <param name="head">The message's first bytes, or all of them.</param>
    /// <param name="messageLength">Bytes of the whole message.</param>
    public ProtobufReader(ReadOnlySpan<byte> head, int messageLength)
    {
        _head = head;
        _messageLength = messageLength;
    }

    /// <summary>Of a message that is all at hand.</summary>
    public ProtobufReader(ReadOnlySpan<byte> message) : this(message, message.Length)
    {
    }

    /// <summary>The field's number, from 1.</summary>
    public int Field { get; private set; }

    public ProtobufType Type { get; private set; }

    /// <summary>Of a varint field.</summary>
    public ulong Varint { get; private set; }

    /// <summary>Where a field's content begins in the message.</summary>
    public int Start { get; private set; }

    /// <summary>Bytes of a field's content.</summary>
    public int Length { get; private set; }

    /// <summary>Where the next field begins; it may lie beyond what is at hand.</summary>
    public int Position { get; private set; }

    /// <summary>As much of the field's content as is at hand.</summary>
    public readonly ReadOnlySpan<byte> Content =>
        Start >= _head.Length ? [] : _head.Slice(Start, Math.Min(Length, _head.Length - Start));

    /// <summary>After <see cref="ProtobufStep.Malformed"/>.</summary>
    public FormatFault? Fault { get; private set; }

    public ProtobufStep Next()
    {
        if (Position == _messageLength)
            return ProtobufStep.End;
        int position = Position;
        ProtobufStep step = ReadVarint(ref position, out ulong tag);
        if (step is not ProtobufStep.Field)
            return step;
        if (tag >> FieldBits is 0 || tag > uint.MaxValue)
            return Malformed(Position, $"field number {tag >> FieldBits}");
        ulong length;
        switch ((ProtobufType)(tag & 7))
        {
            case ProtobufType.Varint:
                int start = position;
                step = ReadVarint(ref position, out ulong value);
                (Varint, length, position) = (value, (ulong)(position - start), start);
                break;
            case ProtobufType.Bytes:
                step = ReadVarint(ref position, out length);
                break;
            case ProtobufType.Fixed64:
                length = sizeof(ulong);
                break;
            case ProtobufType.Fixed32:
                length = sizeof(uint);
                break;
            default:
                return Malformed(Position, $"wire type {tag & 7}, which no message of this service has");
        }
        if (step is not ProtobufStep.Field)
            return step;
        int left = _messageLength - position;
        if (length > (ulong)left)
            return Malformed(Position, $"field {tag >> FieldBits} of {length} bytes, {left} are left");
        (Field, Type) = ((int)(tag >> FieldBits), (ProtobufType)(tag & 7));
        (Start, Length, Position) = (position, (int)length, position + (int)length);
        return ProtobufStep.Field;
    }

    private ProtobufStep ReadVarint(ref int position, out ulong value)
    {
        value = 0;
        for (int i = 0; i < MaximumVarint; i++)
        {
            int at = position + i;
            if (at >= _messageLength)
                return Malformed(position, "a number that goes on beyond the message");
            if (at >= _head.Length)
                return ProtobufStep.More;
            // The tenth byte's upper bits fall out of 64, as in every reader of protobuf.
            value |= (ulong)(_head[at] & 0x7f) << (7 * i);
            if (_head[at] < 0x80)
            {
                position = at + 1;
                return ProtobufStep.Field;
            }
        }
        return Malformed(position, $"a number of more than {MaximumVarint} bytes");
    }

    private ProtobufStep Malformed(int position, string found)
    {
        Fault = FormatFault.Malformed(
            $"byte {position} of a protobuf message of {_messageLength}: expected a field, found {found}");
        return ProtobufStep.Malformed;
    }
}
