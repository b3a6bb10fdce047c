namespace PolicyGate.Onnx;

/// <summary>Walks the fields of one protobuf message in memory.</summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding/</remarks>
internal ref struct ProtobufFields(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    public int Number { get; private set; }

    /// <summary>Of a field with a number; 0 for others.</summary>
    public ulong Value { get; private set; }

    /// <summary>Of a field with a length; empty for others.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <exception cref="InvalidDataException">This is no such message.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
            return false;
        ulong tag = Varint();
        (Number, Value) = ((int)(tag >> 3), 0);
        Bytes = [];
        switch (tag & 7)
        {
            case 0:
                Value = Varint();
                break;
            case 1:
                Take(8);
                break;
            case 2:
                Bytes = Take(Varint());
                break;
            case 5:
                Take(4);
                break;
            default:
                throw new InvalidDataException($"wire type {tag & 7}");
        }
        return true;
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length)
            throw new InvalidDataException("a field ends beyond its message");
        ReadOnlySpan<byte> taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int i = 0; i < 10 && i < _rest.Length; i++)
        {
            value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return value;
            }
        }
        throw new InvalidDataException("a number does not end");
    }
}
