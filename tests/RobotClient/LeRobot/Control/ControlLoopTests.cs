using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot.Control;

public sealed class ControlLoopTests
{
    [Fact]
    public async Task Once_warm_a_period_allocates_nothing()
    {
        const int Periods = 100;
        var robot = new TestRobot(6, new RobotCamera("front", 48, 64));
        // An observation in each period, to a network that takes it, and an action in each.
        using var control = new ControlBench(robot, actionsPerChunk: 4000, threshold: 1);
        using var stop = new CancellationTokenSource();
        Task network = Task.Run(() => control.Drain(stop.Token));
        control.Run(1);
        control.Bench.Chunk(4000, 1, 2, 3, 4, 5, 6).ShouldBeTrue();
        control.Run(Periods);
        Allocations.LeastOf(() => control.Run(Periods)).ShouldBe(0);
        robot.Commands.ShouldBeGreaterThanOrEqualTo(5 * Periods);
        robot.Observations.ShouldBeGreaterThanOrEqualTo(5 * Periods);
        await stop.CancelAsync();
        await network.ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Fact]
    public void Before_the_first_chunk_it_observes_in_each_period_and_commands_nothing()
    {
        var robot = new TestRobot();
        using var control = new ControlBench(robot);
        control.Run(5);
        robot.Observations.ShouldBe(5);
        robot.Commands.ShouldBe(0);
        control.Gaps.Gaps.ShouldBe(0);
    }

    [Fact]
    public void It_observes_when_the_queue_is_low_and_says_which_action_was_the_last()
    {
        var robot = new TestRobot();
        using var control = new ControlBench(robot);
        control.Run(1);
        control.Bench.Chunk(10, 1, 1);
        control.Run(4);
        robot.Observations.ShouldBe(1);
        control.Run(1);
        robot.Observations.ShouldBe(2);
        control.Newest().Timed.Timestep.ShouldBe(4);
        control.Loop.Trace.Sizes.ShouldBe([10, 9, 8, 7, 6]);
        control.Loop.Trace.Seconds.ShouldBe([1 / 30.0, 2 / 30.0, 3 / 30.0, 4 / 30.0, 5 / 30.0], 1e-6);
    }

    [Fact]
    public void A_gap_is_counted_from_its_first_period_to_the_next_action()
    {
        using var control = new ControlBench(new TestRobot());
        control.Run(1);
        control.Bench.Chunk(3, 1, 1);
        control.Run(3 + 15);
        control.Bench.Heard.Tells("holding: no actions for 0.0 s, because no answer came in time");
        control.Bench.Chunk(3, 1, 1);
        control.Run(1);
        control.Bench.Heard.Tells("moving again after 0.5 s");
        control.Gaps.Gaps.ShouldBe(1);
        (control.Gaps.Nanoseconds / 1e9).ShouldBe(0.5, 1e-3);
        control.Gaps.Longest.ShouldBe(control.Gaps.Nanoseconds);
    }

    [Fact]
    public void A_policy_that_is_always_a_little_late_is_told_of_once_and_counted()
    {
        using var control = new ControlBench(new TestRobot());
        for (int i = 0; i < 10; i++)
        {
            control.Run(2);
            // The first of them is the last that was executed, but for the first time.
            control.Bench.Chunk(i == 0 ? 3 : 4, 1, 1);
            control.Run(3);
        }
        control.Gaps.Gaps.ShouldBe(9);
        control.Bench.Board.Dispose();
        control.Bench.Heard.Count("holding").ShouldBe(1);
        control.Bench.Heard.Count("moving again").ShouldBe(1);
    }

    [Fact]
    public void A_long_gap_is_told_of_each_time_and_with_each_cause()
    {
        using var control = new ControlBench(new TestRobot());
        for (int i = 0; i < 2; i++)
        {
            control.Cause = null;
            control.Run(1);
            control.Bench.Chunk(3, 1, 1);
            control.Run(3 + 40);
            control.Cause = "the policy server is lost";
            control.Run(40);
        }
        control.Bench.Board.Dispose();
        control.Bench.Heard.Count("because no answer").ShouldBe(2);
        control.Bench.Heard.Count("because the policy server is lost").ShouldBe(2);
    }

    [Fact]
    public void A_program_that_stood_still_does_not_make_up_for_it()
    {
        var robot = new TestRobot();
        using var control = new ControlBench(robot);
        control.Run(1);
        control.Bench.Chunk(10, 1, 1);
        control.Run(2);
        control.Bench.Time.Advance(TimeSpan.FromSeconds(2.5));
        control.Run(10);
        control.Bench.Heard.Tells("stood still for 2.5 s");
        robot.Commands.ShouldBe(2);
        control.Bench.Send().MustGo.ShouldBeTrue();
        control.Bench.Chunk(10, 1, 1).ShouldBeTrue();
        control.Run(2);
        robot.Commands.ShouldBe(4);
    }

    [Fact]
    public void A_clock_that_jumps_moves_neither_the_pace_nor_an_answers_age()
    {
        var robot = new TestRobot();
        using var control = new ControlBench(robot);
        control.Run(1);
        double before = control.Newest().Timed.Timestamp;
        control.Bench.Time.SetWallClockForward(TimeSpan.FromHours(-1));
        control.Run(30);
        control.Newest().Timed.Timestamp.ShouldBe(before + 1 - 3600, 1e-3);
        control.Bench.Heard.Tells("jumped by -3600.0 s");
        robot.Observations.ShouldBe(31);
        control.Bench.Chunk(10, 1, 1);
        control.Run(10);
        robot.Commands.ShouldBe(10);
        control.Pace.Overruns.ShouldBe(0);
    }

    [Fact]
    public void A_clock_that_is_set_right_little_by_little_is_not_followed()
    {
        using var control = new ControlBench(new TestRobot());
        control.Run(1);
        double before = control.Newest().Timed.Timestamp;
        control.Bench.Time.SetWallClockForward(TimeSpan.FromSeconds(0.9));
        control.Run(30);
        control.Newest().Timed.Timestamp.ShouldBe(before + 1, 1e-3);
        control.Bench.Board.Dispose();
        control.Bench.Heard.All.ShouldBeEmpty();
    }
}
