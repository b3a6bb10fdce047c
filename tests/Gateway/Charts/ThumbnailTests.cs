using PolicyGate.Gateway.Charts;

namespace PolicyGate.Tests.Gateway.Charts;

public sealed class ThumbnailTests
{
    [Fact]
    public void Each_pixel_is_the_mean_of_its_box()
    {
        byte[] pixels =
        [
            0, 10, 100, 2, 20, 100, 255, 0, 0, 255, 0, 0,
            4, 30, 100, 6, 40, 100, 255, 0, 0, 255, 0, 0,
        ];
        Thumbnail.Shrink(pixels, (2, 4), (1, 2)).ShouldBe([3, 25, 100, 255, 0, 0]);
    }

    [Fact]
    public void Sizes_that_do_not_divide_use_every_pixel_once()
    {
        byte[] pixels = [.. Enumerable.Range(0, 5).SelectMany(value => new[] { (byte)value, (byte)0, (byte)9 })];
        Thumbnail.Shrink(pixels, (1, 5), (1, 2)).ShouldBe([1, 0, 9, 3, 0, 9]);
    }
}
