using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A PNG as the gateway writes them, read back: RGB, 8 bits, every line by Paeth's filter.</summary>
internal sealed record PngPicture(int Height, int Width, byte[] Pixels)
{
    public static PngPicture Read(ReadOnlySpan<byte> png)
    {
        png[..8].ToArray().ShouldBe([137, 80, 78, 71, 13, 10, 26, 10]);
        ReadOnlySpan<byte> header = Chunk(png, 8, "IHDR");
        int width = BinaryPrimitives.ReadInt32BigEndian(header);
        int height = BinaryPrimitives.ReadInt32BigEndian(header[4..]);
        header[8..].ToArray().ShouldBe([8, 2, 0, 0, 0]);
        using var packed = new MemoryStream(Chunk(png, 8 + 12 + 13, "IDAT").ToArray());
        using var unpacked = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionMode.Decompress))
            zlib.CopyTo(unpacked);
        return new PngPicture(height, width, Unfilter(unpacked.ToArray(), height, width * 3));
    }

    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> png, int at, string type)
    {
        int length = BinaryPrimitives.ReadInt32BigEndian(png[at..]);
        Encoding.ASCII.GetString(png.Slice(at + 4, 4)).ShouldBe(type);
        return png.Slice(at + 8, length);
    }

    private static byte[] Unfilter(byte[] lines, int height, int stride)
    {
        lines.Length.ShouldBe(height * (1 + stride));
        byte[] pixels = new byte[height * stride];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int row, int column) = (i / stride, i % stride);
            lines[row * (1 + stride)].ShouldBe((byte)4);
            int left = column < 3 ? 0 : pixels[i - 3];
            int above = row == 0 ? 0 : pixels[i - stride];
            int aboveLeft = column < 3 || row == 0 ? 0 : pixels[i - stride - 3];
            int estimate = left + above - aboveLeft;
            int nearest = new[] { left, above, aboveLeft }.MinBy(value => Math.Abs(estimate - value));
            pixels[i] = (byte)(lines[(row * (1 + stride)) + 1 + column] + nearest);
        }
        return pixels;
    }
}
