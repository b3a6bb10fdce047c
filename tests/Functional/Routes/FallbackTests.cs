using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Routes;

/// <summary>A robot whose policy goes wrong, and the one that takes over, on the real host.</summary>
public sealed class FallbackTests : IDisposable
{
    private readonly FallbackRoute _route = new();

    public void Dispose() => _route.Dispose();

    [Fact]
    public async Task A_policy_that_breaks_costs_the_robot_one_tick()
    {
        await using ServedGateway gateway = await _route.Start();
        using RobotSocket robot = gateway.Connect();
        string request = GoldenRequest.For(GoldenData.OpenArm("task"), gateway.Folder);
        JsonElement first = robot.Ask(request);
        Rows(first).ShouldBe(3, first.ToString());

        _route.Policy.Demand("throw");
        JsonElement failed = robot.Ask(request);
        Rows(failed).ShouldBe(0);
        failed.GetProperty("error").GetProperty("message").GetString()!.ShouldContain("a bug of the plugin's");
        for (int tick = 0; tick < 5; tick++)
        {
            JsonElement answer = robot.Ask(request);
            Rows(answer).ShouldBe(3, $"{answer}\n{gateway.Log.Text}");
        }
        gateway.Log.Text.ShouldContain("number 1 of its route's fallback takes over");
    }

    [Fact]
    public async Task When_none_is_left_the_robot_is_told_to_hold_as_the_route_says()
    {
        await using ServedGateway gateway = await _route.Start(("Routes:arm:Fallback:OnFailure", "Hold"));
        using RobotSocket robot = gateway.Connect();
        string request = GoldenRequest.For(GoldenData.OpenArm("task"), gateway.Folder);
        Rows(robot.Ask(request)).ShouldBe(3);
        // The request begins an episode each time: it holds where it is seen.
        float[] standing = GoldenData.OpenArm("task").Position!;

        _route.Policy.Demand("throw");
        _route.Spare.Demand("throw");
        for (int tick = 0; tick < 5; tick++)
        {
            JsonElement held = robot.Ask(request);
            held.TryGetProperty("error", out _).ShouldBeTrue(held.ToString());
            Rows(held).ShouldBe(2);
            held.GetProperty("positions")[1].EnumerateArray().Select(value => value.GetSingle()).ShouldBe(standing);
        }
    }

    [Fact]
    public async Task Policies_of_one_route_that_command_other_widths_are_refused_at_the_start()
    {
        using var narrow = new BreakingPolicy(joints: 2);
        await using ServedGateway gateway = ServedGateway.StartCold(
            _route.Policy.Path, BreakingPolicy.Backend, _route.Settings(("Policies:spare:Folder", narrow.Path)));
        using RobotSocket robot = gateway.Connect();

        (await gateway.Host.Ready.WaitAsync(TimeSpan.FromSeconds(60)))!.Message
            .ShouldContain("commands 16 positions and 'spare' 2");
    }

    private static int Rows(JsonElement answer) => answer.GetProperty("positions").GetArrayLength();
}
