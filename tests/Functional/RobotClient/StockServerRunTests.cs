using PolicyGate.RobotClient.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>
/// Our client drives a robot by LeRobot's own server: every action is the one that LeRobot's own queue would have had
/// then. <c>POLICYGATE_LONG_TESTS=1 ./test StockServerRunTests</c> drives for 60 s.
/// </summary>
[Collection(StockPeersCollection.Name)]
public sealed class StockServerRunTests(StockPeers peers)
{
    private const int Hz = 30;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("POLICYGATE_LONG_TESTS") == "1";

    public static TheoryData<string> Aggregates =>
        ["weighted_average", "latest_only", "average", "conservative", "0.85"];

    [NeedsPythonTheory("lerobot")]
    [MemberData(nameof(Aggregates))]
    public async Task Every_action_is_mixed_as_LeRobot_mixes_it(string aggregate)
    {
        StockLeRobotServer server = await peers.Server();
        await using var driven = new DrivenRobot(DrivenRobot.Options(server.Address) with
        {
            Aggregate = ActionAggregates.Find(aggregate)!,
        });
        driven.Executes((IsLong ? 12 : 2) * Hz);
        (LeRobotClientReport report, CheckedRun run) = await peers.Check(driven, aggregate);
        ShouldBeRight(driven, report, run);
        run.Mixed.ShouldBePositive($"{run}");
        (report.Reconnects, run.Episodes).ShouldBe((0, 1));
    }

    [NeedsPythonFact("lerobot")]
    public async Task Another_mixing_is_noticed()
    {
        StockLeRobotServer server = await peers.Server();
        await using var driven = new DrivenRobot(DrivenRobot.Options(server.Address));
        driven.Executes(Hz);
        (_, CheckedRun run) = await peers.Check(driven, "average");
        run.Wrong.ShouldNotBeEmpty();
        run.Wrong.ShouldAllBe(wrong => wrong.Contains("chunks makes it"));
    }

    [NeedsPythonFact("lerobot")]
    public async Task A_server_that_is_killed_and_comes_back_stops_the_robot_for_a_while_and_no_more()
    {
        StockLeRobotServer server = await peers.Server();
        await using var driven = new DrivenRobot(DrivenRobot.Options(server.Address));
        driven.Executes((IsLong ? 30 : 2) * Hz);
        await peers.Restart(() =>
            driven.Holds(() => driven.Told("holding: no actions") > 0, "it is told that the robot holds"));
        driven.Executes((IsLong ? 30 : 2) * Hz);
        (LeRobotClientReport report, CheckedRun run) = await peers.Check(driven);
        ShouldBeRight(driven, report, run);
        (report.Reconnects, run.Episodes).ShouldBe((1, 2), driven.Said);
        report.Gaps.ShouldBePositive(driven.Said);
        driven.Told("is lost (").ShouldBe(1, driven.Said);
        driven.Told("is back after").ShouldBe(1, driven.Said);
    }

    private static void ShouldBeRight(DrivenRobot driven, LeRobotClientReport report, CheckedRun run)
    {
        string all = $"{run}\n{driven.Said}";
        run.Wrong.ShouldBeEmpty(all);
        run.Executed.ShouldBe(driven.Robot.Commanded, all);
        run.Chunks.ShouldBeGreaterThan(1, all);
        report.Executed.ShouldBe(run.Executed, all);
        report.Chunks.ShouldBe(run.Chunks, all);
    }
}
