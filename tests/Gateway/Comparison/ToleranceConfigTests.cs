using PolicyGate.Gateway.Comparison;

namespace PolicyGate.Tests.Gateway.Comparison;

public sealed class ToleranceConfigTests
{
    [Fact]
    public void One_for_all_joints_and_others_by_name()
    {
        ToleranceConfig.Parse(["0.005", "right_gripper=0.02"], out ToleranceConfig? config).ShouldBeNull();
        config.ShouldNotBeNull().Of("right_joint1").ShouldBe(0.005);
        config.Of("right_gripper").ShouldBe(0.02);
        config.Unknown(["right_joint1"]).ShouldBe(["right_gripper"]);
    }

    [Fact]
    public void A_milliradian_where_nobody_says()
    {
        ToleranceConfig.Parse([], out ToleranceConfig? config).ShouldBeNull();
        config.ShouldNotBeNull().Of("any").ShouldBe(1e-3);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("gripper=")]
    [InlineData("much")]
    public void What_is_none_is_told(string text)
    {
        ToleranceConfig.Parse([text], out ToleranceConfig? config).ShouldNotBeNull().ShouldContain(text);
        config.ShouldBeNull();
    }
}
