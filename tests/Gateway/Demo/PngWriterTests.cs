using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using PolicyGate.Gateway.Demo;

namespace PolicyGate.Tests.Gateway.Demo;

public sealed class PngWriterTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(150, 240)]
    public void A_picture_is_the_same_after_it_was_read_back(int height, int width)
    {
        byte[] pixels = new byte[height * width * 3];
        new Random(4).NextBytes(pixels);
        ReadBack(PngWriter.Write(pixels, height, width), height, width).ShouldBe(pixels);
    }

    [Fact]
    public void Its_end_is_the_one_of_every_png() =>
        PngWriter.Write([1, 2, 3], 1, 1)[^12..].ShouldBe(
            [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82]);

    [Fact]
    public void A_size_that_does_not_fit_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => PngWriter.Write(new byte[5], 1, 2));

    private static byte[] ReadBack(ReadOnlySpan<byte> png, int height, int width)
    {
        png[..8].ToArray().ShouldBe([137, 80, 78, 71, 13, 10, 26, 10]);
        ReadOnlySpan<byte> header = Chunk(png, 8, "IHDR");
        BinaryPrimitives.ReadInt32BigEndian(header).ShouldBe(width);
        BinaryPrimitives.ReadInt32BigEndian(header[4..]).ShouldBe(height);
        header[8..].ToArray().ShouldBe([8, 2, 0, 0, 0]);
        using var packed = new MemoryStream(Chunk(png, 8 + 12 + 13, "IDAT").ToArray());
        using var unpacked = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionMode.Decompress))
            zlib.CopyTo(unpacked);
        return Unfilter(unpacked.ToArray(), height, width * 3);
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
