using PolicyGate.RobotClient;
using PolicyGate.RobotClient.Robots;

namespace PolicyGate.Tests.RobotClient.Robots;

public sealed class RobotTextTests
{
    [Fact]
    public void Joints_are_names_or_how_many_there_are()
    {
        RobotText.ParseJoints("pan.pos, lift.pos", out string? error).ShouldBe(["pan.pos", "lift.pos"]);
        RobotText.ParseJoints("2", out _).ShouldBe(["joint1.pos", "joint2.pos"]);
        error.ShouldBeNull();
    }

    [Theory]
    [InlineData("0", "0 joints: expected 1 to 256")]
    [InlineData("1000000000", "expected 1 to 256")]
    [InlineData("a,,b", "the name ''")]
    [InlineData("a,a", "'a' is there twice")]
    [InlineData("a,task", "named task")]
    public void Joints_that_cannot_be_used_are_named(string text, string expected)
    {
        RobotText.ParseJoints(text, out string? error).ShouldBeNull();
        error.ShouldNotBeNull().ShouldContain(expected);
    }

    [Fact]
    public void Cameras_are_names_with_heights_and_widths()
    {
        RobotText.ParseCameras("front:480x640, wrist:240x320", out string? error)
            .ShouldBe([new RobotCamera("front", 480, 640), new RobotCamera("wrist", 240, 320)]);
        error.ShouldBeNull();
        RobotText.ParseCameras("", out _).ShouldBe([]);
    }

    [Theory]
    [InlineData("front", "'front' is no camera")]
    [InlineData("front:480", "'front:480' is no camera")]
    [InlineData(":480x640", "':480x640' is no camera")]
    [InlineData("front:-1x640", "is no camera")]
    [InlineData("front:0x640", "front is 0x640")]
    [InlineData("front:480x9000", "front is 480x9000")]
    [InlineData("a:1x1,a:1x1", "'a' is there twice")]
    public void Cameras_that_cannot_be_used_are_named(string text, string expected)
    {
        RobotText.ParseCameras(text, out string? error).ShouldBeNull();
        error.ShouldNotBeNull().ShouldContain(expected);
    }
}
