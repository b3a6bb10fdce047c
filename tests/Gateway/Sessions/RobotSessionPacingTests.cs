using PolicyGate.Abstractions;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Sessions;

/// <summary>Which ticks are inferred, where episodes begin, and what a robot's limits make of its chunks.</summary>
public sealed class RobotSessionPacingTests : SessionTest
{
    [Fact]
    public void Before_enough_of_the_last_chunk_is_played_nothing_is_inferred()
    {
        using RobotSession session = New(pacing: new PacingConfig { ReplanAfter = 0.5 });
        Tick(session, at: 1, reset: true);
        Reason(session, after: 300).ShouldBe(TickReason.ReplanAfter);
        Reason(session, after: 40).ShouldBe(TickReason.None);
    }

    [Fact]
    public void After_a_failed_tick_the_next_is_tried_at_once()
    {
        using RobotSession session = New(pacing: new PacingConfig { ReplanAfter = 1, SimilarityRadians = 1 });
        Tick(session, at: 1, reset: true);
        session.Fail(Unreadable);
        Reason(session, after: 33).ShouldBe(TickReason.None);
    }

    [Fact]
    public void A_robot_that_all_but_stands_is_not_inferred_until_its_chunk_has_run_out()
    {
        using RobotSession session = New(pacing: new PacingConfig { SimilarityRadians = 0.01 });
        Tick(session, at: 1, reset: true);
        // 5 mrad in each of two joints are 7.1 mrad.
        Reason(session, after: 33, at: 1.005f).ShouldBe(TickReason.SimilarState);
        Reason(session, after: 33, at: 1.008f).ShouldBe(TickReason.None);
        Reason(session, after: 33, at: 1.008f).ShouldBe(TickReason.SimilarState);
        Reason(session, after: 700, at: 1.008f).ShouldBe(TickReason.None);
    }

    [Fact]
    public void Slow_creeping_away_from_the_last_answered_state_is_not_similar_for_ever()
    {
        using RobotSession session = New(pacing: new PacingConfig { SimilarityRadians = 0.01 });
        Tick(session, at: 1, reset: true);
        TickReason[] reasons =
            [.. Enumerable.Range(1, 4).Select(step => Reason(session, after: 33, at: 1 + (0.003f * step)))];
        reasons.ShouldBe([TickReason.SimilarState, TickReason.SimilarState, TickReason.None, TickReason.SimilarState]);
    }

    [Fact]
    public void An_observation_that_is_too_old_is_skipped_before_the_run_but_never_an_episodes_first()
    {
        using RobotSession session = New(pacing: new PacingConfig { MaximumAge = TimeSpan.FromMilliseconds(200) });
        Tick(session, at: 1, age: 100, reset: true);
        session.Begin(reset: false, Ago(250)).ShouldNotBeNull().Reason.ShouldBe(TickReason.ObservationTooOld);
        session.Begin(reset: false, Ago(150)).ShouldBeNull();
        session.Begin(reset: true, Ago(250)).ShouldBeNull();
    }

    [Fact]
    public void An_observation_that_grew_too_old_while_the_policy_ran_is_not_answered()
    {
        using RobotSession session = New(pacing: new PacingConfig { MaximumAge = TimeSpan.FromMilliseconds(200) });
        Tick(session, at: 1, reset: true);
        Policy.Run = _ =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(150));
            return RunResult.Ok;
        };
        TickAnswer answer = Tick(session, at: 1, age: 100);
        (answer.Outcome, answer.Reason).ShouldBe((TickOutcome.Skip, TickReason.ObservationTooOld));
    }

    [Fact]
    public void No_age_is_too_old_where_the_clocks_do_not_agree()
    {
        using RobotSession session = New(pacing: new PacingConfig { MaximumAge = TimeSpan.FromMilliseconds(200) });
        Tick(session, at: 1, age: 3_600_000, reset: true);
        session.Begin(reset: false, Ago(3_600_000)).ShouldBeNull();
    }

    [Fact]
    public void A_gap_in_time_begins_an_episode()
    {
        using RobotSession session = New();
        Tick(session, at: 1, reset: true);
        int resets = Policy.EpisodeResets;
        Time.Advance(TimeSpan.FromSeconds(6));
        Tick(session, at: 1, age: 200).Chunk!.Rows.ShouldBe(FakePolicy.Rows);
        Policy.EpisodeResets.ShouldBe(resets + 1);
    }

    [Fact]
    public void A_robot_that_was_away_for_long_is_not_held_where_its_last_chunk_ended()
    {
        using RobotSession session = New();
        Tick(session, at: 1, reset: true);
        Time.Advance(TimeSpan.FromSeconds(60));
        // Lines that are no requests: they have neither a timestamp nor a position.
        session.Fail(Unreadable).Outcome.ShouldBe(TickOutcome.Skip);
        session.Fail(Unreadable).Outcome.ShouldBe(TickOutcome.Skip);
    }

    [Fact]
    public void The_guard_starts_from_where_the_robot_is_measured_and_goes_on_from_what_was_sent()
    {
        using RobotSession session = New(limits: Slow);
        // From rest at 1 towards rows that jump to 1.5.
        Policy.Run = action => Jump(action, 1.5f);
        float[] first = Tick(session, at: 1, reset: true).Chunk!.Values.ToArray();
        first[0].ShouldBe(1.0055f, 0.0002f);
        Time.Advance(TimeSpan.FromTicks(Interval / 100 * 4));
        // The arm lags behind; what counts is what it was told.
        float[] second = Tick(session, at: 1).Chunk!.Values.ToArray();
        second[0].ShouldBe(first[2 * 4], 0.001f);
    }

    [Fact]
    public void Where_no_rows_keep_the_limits_the_robot_is_held_at_once_with_its_own_reason()
    {
        // A limit that nothing keeps: no position within any could be led to it.
        using RobotSession narrow = New(limits: Slow with { MaximumVelocity = [double.NaN, double.NaN] });
        TickAnswer held = Tick(narrow, at: 1, reset: true);
        (held.Outcome, held.Reason).ShouldBe((TickOutcome.Hold, TickReason.BeyondLimits));
        held.Error!.Message.ShouldContain("joint 0");
        held.Chunk!.Values.ToArray().ShouldBe([1f, 1, 1, 1]);
    }

    [Fact]
    public void Under_a_simulated_clock_the_observations_say_how_far_the_robot_has_played()
    {
        using RobotSession session = New(
            new ChunksConfig { SimulatedLatency = TimeSpan.FromMilliseconds(100) },
            new PacingConfig { ReplanAfter = 0.5 });
        Tick(session, at: 1, reset: true);
        // No wall time passes; 20 rows take 667 ms of the robot's.
        session.Begin(reset: false, Ago(-300)).ShouldNotBeNull().Reason.ShouldBe(TickReason.ReplanAfter);
        // Every answer is 100 ms late, three rows.
        Tick(session, at: 1, age: -400).Chunk!.Rows.ShouldBe(FakePolicy.Rows - 3);
    }
}
