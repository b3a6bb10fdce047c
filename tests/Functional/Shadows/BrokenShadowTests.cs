using PolicyGate.Gateway.Shadows;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Shadows;

/// <summary>Shadows that throw or hang, beside a robot that is answered all the while.</summary>
public sealed class BrokenShadowTests : IDisposable
{
    private readonly FailingPolicy _policy = new();
    private readonly BreakingPolicy _shadow = new(joints: 16);

    public void Dispose()
    {
        _policy.Dispose();
        _shadow.Dispose();
    }

    [Fact]
    public async Task One_that_throws_is_out_of_service_and_the_gateway_is_not()
    {
        await using ServedGateway gateway = await Start();
        Watched(gateway, report => report.Compared >= 1).Failures.ShouldBe(0);

        _shadow.Demand("throw");

        Watched(gateway, report => report.Failures >= 3).LastFailure!.ShouldContain("threw");
        gateway.Host.Health.Ready.ShouldBeTrue(gateway.Host.Health.Problem);
        gateway.Host.Health.Policies.Single(status => status.Name == "beside").Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task One_that_hangs_is_left_behind_when_the_gateway_stops()
    {
        ServedGateway gateway = await Start(("Limits:DrainTime", "00:00:00.1"));
        Watched(gateway, report => report.Compared >= 1);

        // Longer than anybody waits at shutdown, and not for as long as the tests run.
        _shadow.Demand("late 20000");
        long before = gateway.Host.ShadowReports.Single().Shed.GetValueOrDefault("Busy");
        // So many that its thread is at the tick, and not about to be.
        Watched(gateway, report => report.Shed.GetValueOrDefault("Busy") > before + 500);
        await gateway.DisposeAsync();

        gateway.Log.Text.ShouldContain("shadow 'beside' is still in a run after 00:00:00.1000000");
        gateway.Log.Text.ShouldContain("policy 'beside'");
    }

    private Task<ServedGateway> Start(params (string Key, string Value)[] settings)
    {
        string name = Path.GetFileName(_policy.Path);
        Dictionary<string, string?> all = new()
        {
            ["PluginFolder"] = BreakingPolicy.PluginFolder,
            ["Limits:ShadowSparePercent"] = "0",
            ["Policies:beside:Folder"] = _shadow.Path,
            ["Policies:beside:Backend"] = BreakingPolicy.Backend,
            ["Policies:beside:Deadline"] = "00:00:10",
            [$"Routes:{name}:Policy"] = name,
            [$"Routes:{name}:Shadows:0"] = "beside",
        };
        foreach ((string key, string value) in settings)
            all[key] = value;
        return ServedGateway.Start(_policy.Path, FailingPolicy.Backend, all);
    }

    /// <summary>A robot's ticks until its shadow has come so far.</summary>
    private static ShadowReport Watched(ServedGateway gateway, Func<ShadowReport, bool> enough)
    {
        using RobotSocket robot = gateway.Connect();
        string request = GoldenRequest.For(GoldenData.OpenArm("task"), gateway.Folder);
        ShadowReport? report = null;
        Eventually.Holds(
            () =>
            {
                robot.Ask(request).GetProperty("positions").GetArrayLength().ShouldBe(50);
                report = gateway.Host.ShadowReports.Single();
                return enough(report);
            },
            () => $"{report}, shed {string.Join(", ", report!.Shed)}; {gateway.Log.Text}");
        return report!;
    }
}
