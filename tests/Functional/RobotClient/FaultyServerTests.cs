using PolicyGate.RobotClient.LeRobot;
using PolicyGate.RobotClient.LeRobot.Queue;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>
/// LeRobot's own server, whose answers go wrong: nothing wrong is executed, the robot holds where it has nothing, and
/// goes on.
/// </summary>
[Collection(StockPeersCollection.Name)]
public sealed class FaultyServerTests(StockPeers peers)
{
    // More than a chunk: what is executed last is of chunks that came after the fault.
    private const int AWhile = 25;

    // By then chunks are mixed.
    private const int Before = 12;

    private static readonly TimeSpan Suspension =
        TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("POLICYGATE_LONG_TESTS") == "1" ? 5 : 1);

    /// <summary>Answers of which nothing may be executed, and what they are called.</summary>
    public static TheoryData<string, string> Useless => new()
    {
        { "nan 3", RefusalKind.NotFinite },
        { "infinite 0", RefusalKind.NotFinite },
        { "width 15", RefusalKind.Malformed },
        { "width 17", RefusalKind.Malformed },
        { "reversed", RefusalKind.Foreign },
        { "garbage", RefusalKind.Malformed },
        { "hostile", RefusalKind.Malformed },
        { "foreign", RefusalKind.Foreign },
        { "doubled", RefusalKind.Doubled },
        { "swapped", RefusalKind.OutOfOrder },
    };

    [NeedsPythonTheory("lerobot")]
    [MemberData(nameof(Useless))]
    public async Task A_useless_answer_is_refused_told_once_and_the_robot_goes_on(string fault, string kind)
    {
        await using DrivenRobot driven = await DriveThrough(fault);
        (LeRobotClientReport report, CheckedRun run) = await Check(driven);
        string all = $"{run}\n{driven.Said}";
        report.Refused.GetValueOrDefault(kind).ShouldBe(1, all);
        driven.Told($"({kind})").ShouldBe(1, all);
    }

    [NeedsPythonFact("lerobot")]
    public async Task A_call_that_fails_is_told_in_the_servers_words_and_the_robot_goes_on()
    {
        await using DrivenRobot driven = await DriveThrough("status INTERNAL");
        (LeRobotClientReport report, CheckedRun run) = await Check(driven);
        string all = $"{run}\n{driven.Said}";
        report.Refused.GetValueOrDefault(RefusalKind.ServerError).ShouldBe(1, all);
        report.Reconnects.ShouldBe(0, all);
        driven.Told("made to fail").ShouldBe(1, all);
    }

    [NeedsPythonTheory("lerobot")]
    [InlineData("lost")]
    [InlineData("rows 5")]
    [InlineData("rows 40")]
    [InlineData("late 0.5")]
    public async Task What_can_be_done_without_is_not_told(string fault)
    {
        await using DrivenRobot driven = await DriveThrough(fault);
        (LeRobotClientReport report, CheckedRun run) = await Check(driven);
        string all = $"{run}\n{driven.Said}";
        report.Refused.ShouldBeEmpty(all);
        driven.Told("an answer is not executed").ShouldBe(0, all);
        report.Reconnects.ShouldBe(0, all);
    }

    [NeedsPythonFact("lerobot")]
    public async Task An_answer_that_is_too_late_is_not_executed_and_the_robot_holds()
    {
        await using DrivenRobot driven = await DriveThrough(
            "late 2", options => options with { MaximumAnswerAge = TimeSpan.FromSeconds(1) });
        (LeRobotClientReport report, CheckedRun run) = await Check(driven);
        string all = $"{run}\n{driven.Said}";
        report.Refused.GetValueOrDefault(RefusalKind.TooOld).ShouldBePositive(all);
        report.Gaps.ShouldBePositive(all);
        driven.Told("holding: no actions").ShouldBePositive(all);
    }

    [NeedsPythonFact("lerobot")]
    public async Task A_server_that_is_unavailable_for_a_moment_is_connected_to_anew()
    {
        await using DrivenRobot driven = await DriveThrough("status UNAVAILABLE");
        (LeRobotClientReport report, CheckedRun run) = await Check(driven);
        string all = $"{run}\n{driven.Said}";
        report.Reconnects.ShouldBe(1, all);
        driven.Told("made to fail").ShouldBe(1, all);
    }

    [NeedsPythonFact("lerobot")]
    public async Task A_server_that_hangs_stops_the_robot_until_it_goes_on()
    {
        StockLeRobotServer server = await peers.Server();
        await using var driven = new DrivenRobot(DrivenRobot.Options(server.Address) with
        {
            ServerTimeout = Suspension,
        });
        driven.Executes(Before);
        server.Suspend();
        try
        {
            driven.Holds(() => driven.Told("is lost (") > 0, "it is told that the server is lost");
            driven.Holds(() => driven.Told("holding: no actions") > 0, "it is told that the robot holds");
        }
        finally
        {
            server.Resume();
        }
        driven.Executes(AWhile);
        // A slow server may have been given up again.
        driven.Holds(() => driven.Told("is back after") == driven.Told("is lost ("), "it is told that it is back");
        (LeRobotClientReport report, CheckedRun run) = await Check(driven);
        string all = $"{run}\n{driven.Said}";
        report.Reconnects.ShouldBePositive(all);
    }

    [NeedsPythonFact("lerobot")]
    public async Task A_server_that_is_not_there_yet_is_waited_for()
    {
        StockLeRobotServer server = await peers.Server();
        DrivenRobot? driven = null;
        await peers.Restart(() =>
        {
            driven = new DrivenRobot(DrivenRobot.Options(server.Address));
            driven.Holds(() => driven.Told("cannot be used yet") > 0, "it is told that nobody is there");
            driven.Robot.Commanded.ShouldBe(0);
        });
        await using DrivenRobot waiting = driven!;
        waiting.Executes(AWhile);
        (LeRobotClientReport report, CheckedRun run) = await Check(waiting);
        string all = $"{run}\n{waiting.Said}";
        waiting.Told("cannot be used yet").ShouldBe(1, all);
        waiting.Told($"{server.Address} is there").ShouldBe(1, all);
        report.Reconnects.ShouldBe(0, all);
    }

    /// <summary>Drives, has one answer go wrong, and drives on.</summary>
    private async Task<DrivenRobot> DriveThrough(
        string fault, Func<LeRobotClientOptions, LeRobotClientOptions>? change = null)
    {
        StockLeRobotServer server = await peers.Server();
        LeRobotClientOptions options = DrivenRobot.Options(server.Address);
        var driven = new DrivenRobot(change?.Invoke(options) ?? options);
        driven.Executes(Before);
        await server.WillDo(fault);
        await server.Did(fault);
        driven.Executes(AWhile);
        return driven;
    }

    private async Task<(LeRobotClientReport Report, CheckedRun Run)> Check(DrivenRobot driven)
    {
        (LeRobotClientReport report, CheckedRun run) = await peers.Check(driven);
        run.Wrong.ShouldBeEmpty($"{run}\n{driven.Said}");
        run.Executed.ShouldBe(driven.Robot.Commanded);
        return (report, run);
    }
}
