using PolicyGate.Gateway.Pictures;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Pictures;

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

        var read = PngPicture.Read(PngWriter.Write(pixels, height, width));

        (read.Height, read.Width).ShouldBe((height, width));
        read.Pixels.ShouldBe(pixels);
    }

    [Fact]
    public void Its_end_is_the_one_of_every_png() =>
        PngWriter.Write([1, 2, 3], 1, 1)[^12..].ShouldBe(
            [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82]);

    [Fact]
    public void A_size_that_does_not_fit_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => PngWriter.Write(new byte[5], 1, 2));
}
