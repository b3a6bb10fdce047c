using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.LeRobot;

/// <summary>What goes wrong for a while, and LeRobot's own client, which goes on afterwards.</summary>
[Collection(RealTimeRobots.Name)]
public sealed class RecoveryTests
{
    private const double Seconds = 9;

    // Another gateway starts meanwhile, on a machine that is busy besides.
    private const double RestartSeconds = 20;
    private const double Tolerance = 1e-4;
    private static readonly TimeSpan ASecond = TimeSpan.FromSeconds(1);

    // No pictures, so that a busy machine changes little.
    private static readonly string[] Robot = ["--made-up", "--cameras", ""];

    [NeedsPythonFact("lerobot")]
    public async Task A_policy_that_fails_for_a_second_stops_the_robot_for_a_moment_and_is_in_its_log()
    {
        const string Reason = "the arm's model has lost its device";
        using var policy = new FailingPolicy();
        await using LeRobotGateway gateway = await Start(policy);
        await using StockLeRobotClient client = StartRobot(gateway.Address, policy);
        await client.Moving();
        using (policy.Fail(Reason))
            await Pass(ASecond);
        LeRobotReport report = await client.Report();
        ShouldHaveGoneOn(report, gateway.Log);
        report.Errors.ShouldNotBeEmpty($"{report}\n{gateway.Log}");
        report.Errors.ShouldAllBe(error => error.Contains(Reason, StringComparison.Ordinal), $"{report}");

        // Its receiver asks again at once whatever comes: told without delay it would have asked hundreds of times.
        report.Errors.Length.ShouldBeLessThan(5, $"{report}");
    }

    [NeedsPythonFact("lerobot")]
    public async Task A_robot_whose_connection_was_lost_goes_on_where_it_was()
    {
        using var policy = new FailingPolicy();
        await using LeRobotGateway gateway = await Start(policy);
        await using var network = new CuttableRelay(gateway.Address);
        await using StockLeRobotClient client = StartRobot(network.Address, policy);
        await client.Moving();
        await Pass(ASecond);
        network.Cut();
        LeRobotReport report = await client.Report();
        ShouldHaveGoneOn(report, gateway.Log);
        network.Connections.ShouldBeGreaterThan(1);
    }

    [NeedsPythonFact("lerobot")]
    public async Task A_robot_goes_on_by_itself_after_the_gateway_was_restarted()
    {
        string address = $"127.0.0.1:{FreePort.Take()}";
        using var policy = new FailingPolicy();
        await using StockLeRobotClient client = StartRobot(address, policy, RestartSeconds);
        await using (LeRobotGateway before = await Start(policy, address))
        {
            await client.Moving();
            (await before.Stop()).ShouldBe(0, before.Log);
        }

        await using LeRobotGateway after = await Start(policy, address);
        LeRobotReport report = await client.Report();
        ShouldHaveGoneOn(report, after.Log, RestartSeconds);
        after.Log.ShouldContain("goes on where it left off before the gateway's restart");
    }

    [NeedsPythonFact("lerobot")]
    public async Task A_gateway_that_remembers_no_robots_tells_them_why_they_stand()
    {
        string address = $"127.0.0.1:{FreePort.Take()}";
        using var policy = new FailingPolicy();
        await using StockLeRobotClient client = StartRobot(address, policy, RestartSeconds);
        await using (LeRobotGateway before = await Start(policy, address, "Wires:LeRobot:RememberRobots=false"))
        {
            await client.Moving();
            (await before.Stop()).ShouldBe(0, before.Log);
        }

        await using LeRobotGateway after = await Start(policy, address, "Wires:LeRobot:RememberRobots=false");
        LeRobotReport report = await client.Report();
        report.Errors.ShouldContain(
            error => error.Contains("the gateway was restarted", StringComparison.Ordinal), $"{report}\n{after.Log}");
        report.LeftOut.ShouldBeEmpty($"{report}");
    }

    private static Task<LeRobotGateway> Start(
        FailingPolicy policy, string address = "127.0.0.1:0", string setting = "Wires:LeRobot:Fps=30") =>
        LeRobotGateway.Start(policy.Path, FailingPolicy.Backend, address,
            "--set", $"Gateway:PluginFolder={Repository.At("artifacts/test-plugins")}", "--set", setting);

    private static StockLeRobotClient StartRobot(string address, FailingPolicy policy, double seconds = Seconds) =>
        StockLeRobotClient.Start(address, seconds, ["--pretrained", Path.GetFileName(policy.Path), .. Robot]);

    private static void ShouldHaveGoneOn(LeRobotReport report, string log, double seconds = Seconds)
    {
        string all = $"{report}\n{log}";
        report.LeftOut.ShouldBeEmpty(all);
        report.Malformed.ShouldBeEmpty(all);
        report.ReceivedError.ShouldNotBeNull().ShouldBeLessThan(Tolerance, all);
        report.ExecutedError.ShouldNotBeNull().ShouldBeLessThan(Tolerance, all);

        // It stood while there were no actions, and drives at the end.
        report.Pauses.Sum(pause => pause[1]).ShouldBeLessThan(seconds - 3, all);
        report.StillS.ShouldNotBeNull().ShouldBeLessThan(1, all);
        report.MovedS.ShouldBeGreaterThan(seconds - 2, all);
    }

    private static async Task Pass(TimeSpan time)
    {
        using var pause = new PeriodicTimer(time);
        await pause.WaitForNextTickAsync();
    }
}
