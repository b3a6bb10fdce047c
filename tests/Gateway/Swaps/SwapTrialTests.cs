using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Shadows;
using PolicyGate.Gateway.Swaps;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Swaps;

public sealed class SwapTrialTests
{
    private static readonly float[] Answered = [1, 2, 3, 4];
    private static readonly PolicyConfig Config = new() { Name = "fake", Folder = "/nowhere", Backend = "fake" };

    private readonly PolicyVersion _candidate = Version(2);
    private readonly ManualTime _time = new();

    [Fact]
    public async Task It_is_over_after_as_many_good_ticks_as_were_asked_for()
    {
        SwapTrial trial = Of(ticks: 2);

        See(trial, Answered);
        trial.Settled.IsCompleted.ShouldBeFalse();
        See(trial, [1, 2, 3, 4.5f]);

        (await trial.Settled).ShouldBeNull();
        (trial.Ticks, trial.Difference).ShouldBe((2, 0.5));
    }

    [Fact]
    public async Task A_value_too_far_from_what_was_answered_ends_it()
    {
        SwapTrial trial = Of(ticks: 9, within: 0.25);

        See(trial, Answered);
        See(trial, [1, 2, 3, 4.5f]);

        (await trial.Settled).ShouldNotBeNull().Message.ShouldBe(
            "tick 2 of its trial lies 0.5 from what was answered, in the robot's units, where at most 0.25 is allowed"
            + " (Swaps:MaximumDifference)");
    }

    [Fact]
    public async Task NaN_ends_it()
    {
        SwapTrial trial = Of(ticks: 9);

        See(trial, [1, 2, float.NaN, 4]);

        (await trial.Settled).ShouldNotBeNull().Message.ShouldBe(
            "tick 1 of its trial holds NaN in row 1, position 0");
    }

    [Fact]
    public async Task One_late_run_is_a_hiccup_and_the_second_ends_it()
    {
        SwapTrial trial = Of(ticks: 9);
        var late = new GatewayError(ErrorCode.DeadlineExceeded, "it did not answer within 66 ms");

        Fail(trial, late, Answered);
        trial.Settled.IsCompleted.ShouldBeFalse();
        Fail(trial, late, Answered);

        (await trial.Settled).ShouldNotBeNull().Message.ShouldContain("late for the second time");
    }

    [Fact]
    public async Task A_failure_ends_it_unless_the_other_failed_as_well()
    {
        SwapTrial trial = Of(ticks: 9);
        var failure = new GatewayError(ErrorCode.Internal, "the engine broke");

        Fail(trial, failure, served: []);
        trial.Settled.IsCompleted.ShouldBeFalse();
        Fail(trial, failure, Answered);

        (await trial.Settled).ShouldNotBeNull().Message.ShouldBe("tick 1 of its trial failed: the engine broke");
    }

    [Fact]
    public void One_that_was_at_its_first_tick_all_the_time_is_refused()
    {
        SwapTrial trial = Of(ticks: 9);

        Turn(trial, ShadowShed.Busy);

        OutOfTime(trial).ShouldNotBeNull().Message.ShouldBe(
            "robots were there, and no run on a tick of theirs had come back within 10 s (Swaps:TrialTime)");
    }

    [Fact]
    public void And_one_whose_ticks_were_shed_says_why()
    {
        SwapTrial trial = Of(ticks: 9);

        Turn(trial, ShadowShed.NoSpareTime);
        Turn(trial, ShadowShed.Busy);

        OutOfTime(trial).ShouldNotBeNull().Message.ShouldContain("the last time for: NoSpareTime");
    }

    [Fact]
    public void One_that_hangs_after_good_ticks_is_refused()
    {
        SwapTrial trial = Of(ticks: 9);
        See(trial, Answered);
        Turn(trial, ShadowShed.Busy);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Turn(trial, ShadowShed.Busy);
        OutOfTime(trial).ShouldBeNull();

        _time.Advance(TimeSpan.FromMinutes(1));

        OutOfTime(trial).ShouldNotBeNull().Message.ShouldBe(
            "after 1 good ticks of its trial a run has not come back for 60.5 s");
        See(trial, Answered);
        OutOfTime(trial).ShouldBeNull();
    }

    [Fact]
    public async Task What_comes_once_it_is_settled_changes_nothing()
    {
        SwapTrial trial = Of(ticks: 1);
        See(trial, Answered);

        See(trial, [1, 2, float.NaN, 4]);

        (await trial.Settled).ShouldBeNull();
        (trial.Ticks, trial.Difference).ShouldBe((1, 0));
    }

    [Fact]
    public void What_is_forgiven_speaks_for_nothing()
    {
        SwapTrial trial = Of(ticks: 9);
        Fail(trial, new GatewayError(ErrorCode.Internal, "the engine broke"), served: []);

        OutOfTime(trial).ShouldNotBeNull().Message.ShouldBe(
            "no tick of its trial went well within 10 s (Swaps:TrialTime); the last: the engine broke");

        See(trial, Answered);
        OutOfTime(trial).ShouldBeNull();
    }

    [Fact]
    public void One_that_was_late_and_never_good_again_is_refused()
    {
        SwapTrial trial = Of(ticks: 9);
        See(trial, Answered);
        Fail(trial, new GatewayError(ErrorCode.DeadlineExceeded, "it did not answer within 66 ms"), Answered);
        Fail(trial, new GatewayError(ErrorCode.Overloaded, "no slot is free"), Answered);

        OutOfTime(trial).ShouldNotBeNull().Message.ShouldContain("after 1 good ticks");
        See(trial, Answered);
        OutOfTime(trial).ShouldBeNull();
    }

    [Fact]
    public void Where_no_robot_ticked_it_takes_over_and_that_is_noted()
    {
        List<string> notes = [];

        PolicySwap.OutOfTime(Of(ticks: 9), Terms(9), notes).ShouldBeNull();

        notes.ShouldHaveSingleItem().ShouldStartWith("no robot ticked within 10 s");
    }

    private static PolicyVersion Version(int number) => new(
        number, Config, new FakePolicy().Serve(new LimitsOptions(), TimeProvider.System));

    private SwapTrial Of(int ticks, double? within = null) =>
        new(Terms(ticks, within), _candidate, Version(1), _time);

    private static TrialTerms Terms(int ticks, double? within = null) =>
        new(ticks, TimeSpan.FromSeconds(10), within);

    private static GatewayError? OutOfTime(SwapTrial trial) => PolicySwap.OutOfTime(trial, Terms(9), []);

    private static void Turn(SwapTrial trial, ShadowShed reason) => ((IShadow)trial).Shed(null!, reason);

    private static void See(SwapTrial trial, float[] chunk) => trial.Seen(null!, new ShadowRun
    {
        Version = trial.Version, Error = null, Took = TimeSpan.Zero, Chunk = chunk, ChunkInterval = 10,
        Served = Answered, ServedInterval = 10, Width = 2,
    });

    private static void Fail(SwapTrial trial, GatewayError error, float[] served) => trial.Seen(null!, new ShadowRun
    {
        Version = trial.Version, Error = error, Took = TimeSpan.Zero, Served = served, ServedInterval = 10, Width = 2,
    });
}
