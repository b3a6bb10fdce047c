namespace PolicyGate.Onnx;

/// <summary>Walks the fields of a protobuf message that is too large for memory.</summary>
internal static class ProtobufStream
{
    /// <summary>Steps into the next field of a message; whoever has had enough of it seeks to its end.</summary>
    /// <param name="file">At the field's tag; afterwards at its contents.</param>
    /// <param name="messageEnd">Where the message ends.</param>
    /// <param name="number">The field's.</param>
    /// <param name="end">Where its contents end.</param>
    /// <exception cref="InvalidDataException">This is no such message.</exception>
    public static bool Next(FileStream file, long messageEnd, out int number, out long end)
    {
        (number, end) = (0, 0);
        if (file.Position >= messageEnd)
            return false;
        ulong tag = Varint(file);
        number = (int)(tag >> 3);
        ulong length = (tag & 7) switch
        {
            0 => 0,
            1 => 8,
            2 => Varint(file),
            5 => 4,
            _ => throw new InvalidDataException($"wire type {tag & 7}"),
        };
        if ((tag & 7) == 0)
            Varint(file);
        if (length > (ulong)(messageEnd - file.Position))
            throw new InvalidDataException("a field ends beyond its message");
        end = file.Position + (long)length;
        return true;
    }

    private static ulong Varint(FileStream file)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int next = file.ReadByte();
            if (next < 0)
                break;
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw new InvalidDataException("a number does not end");
    }
}
