using PolicyGate.RobotClient;
using PolicyGate.RobotClient.LeRobot.Server;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot.Control;

public sealed class ControlLoopTests
{
    private static readonly RobotLimits OneASecond = new()
    {
        Joints = new Dictionary<string, JointLimit> { ["joint_0.pos"] = new() { MaximumVelocity = 1 } },
    };

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

    [Theory]
    [InlineData("acting")]
    [InlineData("observing")]
    public void A_program_that_stands_still_within_a_period_executes_nothing_of_before(string when)
    {
        var robot = new TestRobot();
        using var control = new ControlBench(robot, threshold: 1);
        control.Run(1);
        control.Bench.Chunk(10, 1, 1);
        control.Run(1);
        robot.Acting = () => StandStill("acting");
        robot.Observing = _ => StandStill("observing");
        control.Run(5);
        control.Bench.Heard.Tells("stood still for 2.5 s");
        robot.Commands.ShouldBe(2);

        void StandStill(string what)
        {
            if (what != when)
                return;
            control.Bench.Time.Advance(TimeSpan.FromSeconds(2.5));
            when = "";
        }
    }

    [Fact]
    public void A_period_that_is_a_little_longer_than_an_answer_may_be_old_without_its_own_time_is_no_standstill()
    {
        var robot = new TestRobot();
        using var control = new ControlBench(robot);
        control.Run(1);
        control.Bench.Chunk(10, 1, 1);
        control.Run(1);
        control.Bench.Time.Advance(TimeSpan.FromSeconds(2));
        control.Run(1);
        robot.Commands.ShouldBe(2);
    }

    [Fact]
    public void An_action_that_was_taken_is_out_before_the_next_episode_begins()
    {
        var robot = new TestRobot { ObservesWhileActing = true };
        using var control = new ControlBench(robot, limits: new RobotLimits { RelativeTarget = 100 });
        control.Run(1);
        Eventually.Holds(() => robot.Episodes == 1, () => "no observation");
        control.Bench.Chunk(10, 1, 1);
        var order = new List<string>();
        Thread? observer = null;
        robot.Acting = () => order.Add("act");
        robot.Beginning = () => order.Add("begin");
        robot.Observing = seen =>
        {
            seen.Reset = observer is null;
            observer = Thread.CurrentThread;
        };
        robot.Locating = () =>
        {
            control.Observing.Ask();
            // It has begun the episode and waits to be asked again, or it waits for the action that is taken.
            Eventually.Holds(
                () => Volatile.Read(ref observer)?.ThreadState.HasFlag(ThreadState.WaitSleepJoin) ?? false,
                () => $"{observer?.ThreadState}");
        };
        control.Run(1);
        Eventually.Holds(() => robot.Episodes == 2, () => "no episode");
        order.ShouldBe(["act", "begin"]);
        control.Run(1);
        robot.Commands.ShouldBe(1);
    }

    [Fact]
    public void What_was_seen_before_the_robot_lost_track_does_not_go_out()
    {
        var robot = new TestRobot();
        using var control = new ControlBench(robot);
        control.Run(1);
        robot.Joints[0] = double.NaN;
        control.Run(1);
        robot.Joints[0] = 0;
        ObservationFrame before = control.Newest();
        double timestamp = before.Timed.Timestamp;
        control.Bench.Queue.Announce(before.Moment, ref timestamp, before.Captured, out _).ShouldBeFalse();
        control.Run(1);
        ObservationFrame after = control.Newest();
        control.Bench.Queue.Announce(after.Moment, ref timestamp, after.Captured, out bool mustGo).ShouldBeTrue();
        mustGo.ShouldBeTrue();
    }

    [Fact]
    public void After_a_period_that_took_too_long_the_robot_is_not_made_to_hurry()
    {
        var robot = new TestRobot(joints: 1);
        using var control = new ControlBench(robot, threshold: 1, limits: OneASecond);
        TimeSpan period = control.Bench.Options.Period;
        control.Run(1);
        control.Bench.Chunk(10, 100);
        robot.Observing = _ =>
        {
            robot.Observing = null;
            control.Bench.Time.Advance(1.9 * period);
        };
        control.Run(3);
        robot.Commands.ShouldBe(3);
        robot.Joints[0].ShouldBe(2.1 * period.TotalSeconds, 1e-5);
    }

    [Fact]
    public void The_first_command_is_limited_from_where_the_robot_was_seen_last()
    {
        var robot = new TestRobot(joints: 1);
        using var control = new ControlBench(robot, limits: OneASecond);
        control.Run(1);
        robot.Joints[0] = 10;
        control.Run(1);
        control.Bench.Chunk(10, 100);
        control.Run(1);
        robot.Joints[0].ShouldBe(10 + (1 / 30.0), 1e-5);
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
