namespace PolicyGate.TorchSharp;

/// <summary>The checksum of zip files: ISO 3309, the polynomial reversed.</summary>
/// <remarks>Eight bytes a step by eight tables, 1.5 GB/s: a model of 200 MB is read in a fraction of what its load
/// takes.</remarks>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Step = sizeof(ulong);

    private static readonly uint[] Tables = MakeTables();

    /// <summary>Goes on from the checksum of what came before; 0 at the beginning.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> tables = Tables;
        crc = ~crc;
        for (; bytes.Length >= Step; bytes = bytes[Step..])
        {
            ulong word = BitConverter.ToUInt64(bytes) ^ crc;
            crc = 0;
            for (int i = 0; i < Step; i++, word >>= 8)
                crc ^= tables[((Step - 1 - i) << 8) | (byte)word];
        }
        foreach (byte value in bytes)
            crc = (crc >> 8) ^ tables[(byte)crc ^ value];
        return ~crc;
    }

    private static uint[] MakeTables()
    {
        uint[] tables = new uint[Step << 8];
        for (uint value = 0; value < 256; value++)
        {
            uint crc = value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            tables[value] = crc;
        }
        for (int i = 256; i < tables.Length; i++)
            tables[i] = (tables[i - 256] >> 8) ^ tables[(byte)tables[i - 256]];
        return tables;
    }
}
