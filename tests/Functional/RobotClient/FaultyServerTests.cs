using PolicyGate.RobotClient.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>
/// LeRobot's own server, whose answers go wrong: nothing wrong is executed, the robot holds where it has nothing, and goes on.
/// </summary>
[Collection(StockPeersCollection.Name)]
public sealed class FaultyServerTests(StockPeers peers)
{
    // More than a chunk: what follows is of chunks that came after the fault.
    private const int AWhile = 30;

    /// <summary>Answers of which nothing may be executed.</summary>
    public static TheoryData<string> Useless =>
        ["nan 3", "infinite 0", "width 15", "width 17", "reversed", "foreign", "garbage", "hostile"];

    [NeedsPythonTheory("lerobot")]
    [MemberData(nameof(Useless))]
    public async Task A_useless_answer_is_refused_told_once_and_the_next_is_taken(string fault)
    {
        (DrivenRobot driven, LeRobotClientReport report, CheckedRun run) = await DriveThrough(fault);
        string all = $"{run}\n{driven.Said}";
        report.Refused.Values.Sum().ShouldBe(1, all);
        run.Refused.Values.Sum().ShouldBe(1, all);
        driven.Troubles.ShouldBe(1, all);
    }

    [NeedsPythonFact("lerobot")]
    public async Task An_answer_that_is_lost_is_done_without()
    {
        (DrivenRobot driven, LeRobotClientReport report, CheckedRun run) = await DriveThrough("lost");
        report.Refused.ShouldBeEmpty($"{run}\n{driven.Said}");
    }

    [NeedsPythonFact("lerobot")]
    public async Task An_answer_that_comes_twice_is_taken_once()
    {
        (DrivenRobot driven, LeRobotClientReport report, CheckedRun run) = await DriveThrough("doubled");
        report.Refused.Values.Sum().ShouldBe(1, $"{run}\n{driven.Said}");
    }

    [NeedsPythonFact("lerobot")]
    public async Task Of_two_answers_in_the_wrong_order_the_newer_is_taken()
    {
        (DrivenRobot driven, LeRobotClientReport report, CheckedRun run) = await DriveThrough("swapped");
        report.Refused.Values.Sum().ShouldBe(1, $"{run}\n{driven.Said}");
    }

    [NeedsPythonTheory("lerobot")]
    [InlineData("rows 5")]
    [InlineData("rows 40")]
    public async Task A_chunk_of_another_length_is_executed_as_far_as_it_was_asked_for(string fault)
    {
        (DrivenRobot driven, LeRobotClientReport report, CheckedRun run) = await DriveThrough(fault);
        report.Refused.ShouldBeEmpty($"{run}\n{driven.Said}");
    }

    [NeedsPythonFact("lerobot")]
    public async Task A_late_answer_is_executed_where_its_moment_has_not_passed()
    {
        (DrivenRobot driven, LeRobotClientReport report, CheckedRun run) = await DriveThrough("late 0.5");
        string all = $"{run}\n{driven.Said}";
        report.Refused.ShouldBeEmpty(all);
        report.AnswerMilliseconds.Max.ShouldBeGreaterThanOrEqualTo(500, all);
    }

    [NeedsPythonFact("lerobot")]
    public async Task An_answer_that_is_too_late_is_not_executed_and_the_robot_holds()
    {
        (DrivenRobot driven, LeRobotClientReport report, CheckedRun run) = await DriveThrough(
            "late 2", options => options with { MaximumAnswerAge = TimeSpan.FromSeconds(1) });
        string all = $"{run}\n{driven.Said}";
        report.Refused.Values.Sum().ShouldBe(1, all);
        report.Gaps.ShouldBe(1, all);
        report.LongestGapSeconds.ShouldBeGreaterThan(0.5, all);
        driven.Troubles.ShouldBeInRange(1, 2, all);
    }

    [NeedsPythonTheory("lerobot")]
    [InlineData("status INTERNAL")]
    [InlineData("status UNAVAILABLE")]
    public async Task A_call_that_fails_is_told_once_and_the_robot_goes_on(string fault)
    {
        (DrivenRobot driven, _, CheckedRun run) = await DriveThrough(fault);
        driven.Troubles.ShouldBe(1, $"{run}\n{driven.Said}");
    }

    [NeedsPythonFact("lerobot")]
    public async Task A_server_that_hangs_stops_the_robot_until_it_goes_on()
    {
        StockLeRobotServer server = await peers.Server();
        await using var driven = new DrivenRobot(DrivenRobot.Options(server.Address) with
        {
            ServerTimeout = TimeSpan.FromSeconds(2),
        });
        driven.Executes(AWhile);
        server.Suspend();
        try
        {
            driven.Holds(() => driven.Troubles > 0, "it is told that the server hangs");
        }
        finally
        {
            server.Resume();
        }
        driven.Executes(AWhile);
        (LeRobotClientReport report, CheckedRun run) = await peers.Check(driven);
        string all = $"{run}\n{driven.Said}";
        run.Wrong.ShouldBeEmpty(all);
        report.Gaps.ShouldBe(1, all);
        driven.Notices[^1].IsTrouble.ShouldBeFalse(all);
    }

    [NeedsPythonFact("lerobot")]
    public async Task A_server_that_is_not_there_yet_is_waited_for()
    {
        StockLeRobotServer server = await peers.Server();
        DrivenRobot? driven = null;
        await peers.Restart(() =>
        {
            driven = new DrivenRobot(DrivenRobot.Options(server.Address));
            driven.Holds(() => driven.Troubles > 0, "it is told that nobody is there");
            driven.Robot.Commanded.ShouldBe(0);
            return Task.CompletedTask;
        });
        await using DrivenRobot waiting = driven!;
        waiting.Executes(AWhile);
        (_, CheckedRun run) = await peers.Check(waiting);
        string all = $"{run}\n{waiting.Said}";
        run.Wrong.ShouldBeEmpty(all);
        waiting.Troubles.ShouldBe(1, all);
        waiting.Notices[^1].IsTrouble.ShouldBeFalse(all);
    }

    /// <summary>Drives, has one answer go wrong, and drives on.</summary>
    private async Task<(DrivenRobot Driven, LeRobotClientReport Report, CheckedRun Run)> DriveThrough(
        string fault, Func<LeRobotClientOptions, LeRobotClientOptions>? change = null)
    {
        StockLeRobotServer server = await peers.Server();
        LeRobotClientOptions options = DrivenRobot.Options(server.Address);
        await using var driven = new DrivenRobot(change?.Invoke(options) ?? options);
        driven.Executes(AWhile);
        await server.WillDo(fault);
        await server.Did(fault);
        driven.Executes(AWhile);
        (LeRobotClientReport report, CheckedRun run) = await peers.Check(driven);
        run.Wrong.ShouldBeEmpty($"{run}\n{driven.Said}");
        run.Executed.ShouldBe(driven.Robot.Commanded);
        return (driven, report, run);
    }
}
