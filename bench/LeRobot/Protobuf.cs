namespace PolicyGate.Bench.LeRobot;

/// <summary>As much of protobuf as LeRobot's messages need.</summary>
internal static class Protobuf
{
    /// <summary>What stands before a field of bytes: its number and its length.</summary>
    public static byte[] BytesHead(int field, int length)
    {
        List<byte> head = [(byte)((field << 3) | 2)];
        for (; length > 127; length >>= 7)
            head.Add((byte)(length | 0x80));
        head.Add((byte)length);
        return [.. head];
    }
}
