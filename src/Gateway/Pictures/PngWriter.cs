using System.Buffers.Binary;
using System.IO.Compression;

namespace PolicyGate.Gateway.Pictures;

/// <summary>
/// Writes RGB pictures as PNG: 8 bits, not interlaced, one IDAT. W3C, Portable Network Graphics, third edition.
/// </summary>
internal static class PngWriter
{
    private const int BytesPerPixel = 3;
    private const byte Paeth = 4;

    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <param name="pixels">RGB, rows from the top, no padding.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="width">Of the picture.</param>
    public static byte[] Write(ReadOnlySpan<byte> pixels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, checked(height * width * BytesPerPixel));
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        // Depth 8, colour type 2 (RGB), and the only compression, filter method and order of rows there are for it.
        (header[8], header[9], header[10], header[11], header[12]) = (8, 2, 0, 0, 0);
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "IDAT"u8, Compress(pixels, height, width * BytesPerPixel));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int height, int stride)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] line = new byte[1 + stride];
            ReadOnlySpan<byte> above = new byte[stride];
            for (int row = 0; row < height; row++)
            {
                ReadOnlySpan<byte> current = pixels.Slice(row * stride, stride);
                Filter(current, above, line);
                zlib.Write(line);
                above = current;
            }
        }
        return packed.ToArray();
    }

    /// <summary>Each byte as its difference from the nearest of left, above and above-left: section 9.4.</summary>
    private static void Filter(ReadOnlySpan<byte> current, ReadOnlySpan<byte> above, Span<byte> line)
    {
        line[0] = Paeth;
        for (int i = 0; i < current.Length; i++)
        {
            int left = i < BytesPerPixel ? 0 : current[i - BytesPerPixel];
            int aboveLeft = i < BytesPerPixel ? 0 : above[i - BytesPerPixel];
            line[1 + i] = (byte)(current[i] - Predict(left, above[i], aboveLeft));
        }
    }

    private static int Predict(int left, int above, int aboveLeft)
    {
        int estimate = left + above - aboveLeft;
        int toLeft = Math.Abs(estimate - left);
        int toAbove = Math.Abs(estimate - above);
        int toAboveLeft = Math.Abs(estimate - aboveLeft);
        return toLeft <= toAbove && toLeft <= toAboveLeft ? left : toAbove <= toAboveLeft ? above : aboveLeft;
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
            crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        const uint Polynomial = 0xEDB88320; // CRC-32 of ISO 3309, bits reversed
        var table = new uint[256];
        for (uint n = 0; n < table.Length; n++)
        {
            uint crc = n;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : Polynomial ^ (crc >> 1);
            table[n] = crc;
        }
        return table;
    }
}
