using PolicyGate.Gateway.Observations;

namespace PolicyGate.Tests.Gateway.Observations;

public sealed class PictureSizeTests
{
    [Theory]
    [InlineData(600, 960)]
    [InlineData(720, 1280)]
    [InlineData(480, 640)]
    [InlineData(1080, 1920)]
    [InlineData(120, 192)]
    [InlineData(36, 64)]
    [InlineData(60, 100)]
    [InlineData(400, 600)]
    public void Without_metadata_the_usual_sizes_are_told_by_their_bytes(int height, int width)
    {
        PictureSize.Find("camera_x", (0, 0), 3L * height * width, out (int Height, int Width) size).ShouldBeNull();
        size.ShouldBe((height, width));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(120 * 192 * 3 + 1)]
    [InlineData(131 * 177 * 3)]
    public void Without_metadata_other_sizes_are_not_guessed(long bytes) =>
        PictureSize.Find("camera_x", (0, 0), bytes, out _).ShouldNotBeNull()
            .Message.ShouldContain("send camera_x.height");

    [Theory]
    [InlineData(2, 0)]
    [InlineData(0, 2)]
    [InlineData(-2, -2)]
    public void Sizes_that_are_not_above_zero_are_refused(int height, int width) =>
        PictureSize.Find("camera_x", (height, width), 12, out _).ShouldNotBeNull().Message.ShouldContain("above 0");

    [Fact]
    public void Sizes_whose_product_overflows_are_refused() =>
        PictureSize.Find("camera_x", (int.MaxValue, int.MaxValue), 12, out _).ShouldNotBeNull()
            .Message.ShouldContain("fewer than height x width x 3");

    [Fact]
    public void More_bytes_than_the_size_are_refused() =>
        PictureSize.Find("camera_x", (2, 2), 13, out _).ShouldNotBeNull()
            .Message.ShouldContain("13 bytes, 1 more than");
}
