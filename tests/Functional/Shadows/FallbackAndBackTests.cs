using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Shadows;

/// <summary>A policy that fails is stood in for, tried beside on the robot's own ticks, and answers again.</summary>
public sealed class FallbackAndBackTests
{
    [Fact]
    public async Task A_robot_comes_back_to_its_policy_when_that_runs_well_beside_the_one_that_stands_in()
    {
        using var policy = new FailingPolicy();
        using var standIn = new FailingPolicy();
        string name = Path.GetFileName(policy.Path);
        await using ServedGateway gateway = await ServedGateway.Start(policy.Path, FailingPolicy.Backend, new()
        {
            ["PluginFolder"] = BreakingPolicy.PluginFolder,
            ["Chunks:DropLateRows"] = "false",
            ["Limits:ShadowSparePercent"] = "0",
            ["Policies:stand-in:Folder"] = standIn.Path,
            ["Policies:stand-in:Backend"] = FailingPolicy.Backend,
            ["Policies:stand-in:Deadline"] = "00:00:10",
            [$"Routes:{name}:Policy"] = name,
            [$"Routes:{name}:Fallback:Policies:0"] = "stand-in",
            [$"Routes:{name}:Fallback:GoodTicks"] = "3",
        });
        using RobotSocket robot = gateway.Connect();
        string request = GoldenRequest.For(GoldenData.OpenArm("half"), gateway.Folder)
            .Replace("\"reset\":true", "\"reset\":false", StringComparison.Ordinal);
        int Rows() => robot.Ask(request).GetProperty("positions").GetArrayLength();

        Rows().ShouldBe(50);
        using (policy.Fail("a cable is loose"))
        {
            Rows().ShouldBe(0);
            Rows().ShouldBe(50);
            Eventually.Holds(
                () =>
                {
                    Rows().ShouldBe(50);
                    return gateway.Log.Text.Contains("does not run well yet", StringComparison.Ordinal);
                },
                () => gateway.Log.Text);
            gateway.Log.Text.ShouldNotContain("answers again");
        }
        Eventually.Holds(
            () =>
            {
                Rows().ShouldBe(50);
                return gateway.Log.Text.Contains("answers again", StringComparison.Ordinal);
            },
            () => gateway.Log.Text);

        // Now that nobody stands in, what the stand-in does is no robot's concern.
        using (standIn.Fail("gone home"))
            Rows().ShouldBe(50);
    }
}
