using PolicyGate.RobotClient.OpenArm.Drive;

namespace PolicyGate.Tests.RobotClient.OpenArm.Drive;

public sealed class CameraSizesTests
{
    [Theory]
    [InlineData("120x192", "120x192 120x192 120x192 120x192 120x192")]
    [InlineData("head=48x64", "600x960 600x960 48x64 48x64 600x960")]
    [InlineData("120x192,wrist_left=1x2", "120x192 1x2 120x192 120x192 120x192")]
    public void Sizes_are_for_all_cameras_or_those_whose_names_begin_so(string text, string sizes) =>
        string.Join(' ', CameraSizes.Parse(text, oneArm: false, out _)!.All
            .Select(camera => $"{camera.Height}x{camera.Width}")).ShouldBe(sizes);

    [Fact]
    public void One_arm_has_no_left_wrist() =>
        CameraSizes.Stock(oneArm: true).All.Select(camera => camera.Name)
            .ShouldBe(["wrist_right", "head_left", "head_right", "ceiling"]);

    [Theory]
    [InlineData("", "''")]
    [InlineData("120", "'120'")]
    [InlineData("0x5", "'0x5'")]
    [InlineData("99999x5", "'99999x5'")]
    [InlineData("-1x5", "'-1x5'")]
    [InlineData("120x192,elbow=1x1", "'elbow'")]
    public void What_is_no_size_or_no_camera_is_named(string text, string named)
    {
        CameraSizes.Parse(text, oneArm: false, out string? error).ShouldBeNull();
        error.ShouldNotBeNull().ShouldContain(named);
    }
}
