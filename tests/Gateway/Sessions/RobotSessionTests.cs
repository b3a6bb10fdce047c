using PolicyGate.Abstractions;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Sessions;

/// <summary>What a robot is told, tick by tick.</summary>
public sealed class RobotSessionTests : SessionTest
{
    [Fact]
    public void An_episodes_first_chunk_keeps_all_its_rows_however_old_it_is()
    {
        using RobotSession session = New();
        Tick(session, at: 1, age: 300, reset: true).Chunk!.Rows.ShouldBe(FakePolicy.Rows);
    }

    [Fact]
    public void Later_chunks_begin_with_the_row_whose_time_is_now()
    {
        using RobotSession session = New();
        Tick(session, at: 1, reset: true);
        TickAnswer answer = Tick(session, at: 2, age: 100);
        answer.Chunk!.Rows.ShouldBe(FakePolicy.Rows - 3);
        answer.Chunk.Row(0)[0].ShouldBe(2.03f, 1e-6f);
    }

    [Fact]
    public void With_late_rows_switched_off_every_chunk_is_whole()
    {
        using RobotSession session = New(new ChunksConfig { DropLateRows = false });
        Tick(session, at: 1, reset: true);
        Tick(session, at: 2, age: 100).Chunk!.Rows.ShouldBe(FakePolicy.Rows);
    }

    [Fact]
    public void With_same_length_a_late_chunk_and_a_hold_repeat_their_last_row()
    {
        using RobotSession session = New(new ChunksConfig { SameLength = true });
        Tick(session, at: 1, reset: true).Chunk!.Rows.ShouldBe(FakePolicy.Rows);
        TickAnswer late = Tick(session, at: 2, age: 100);
        late.LateRows.ShouldBe(3);
        late.Chunk!.Rows.ShouldBe(FakePolicy.Rows);
        late.Chunk.Row(0)[0].ShouldBe(2.03f, 1e-6f);
        float[] last = late.Chunk.Row(FakePolicy.Rows - 4).ToArray();
        for (int row = FakePolicy.Rows - 3; row < FakePolicy.Rows; row++)
            late.Chunk.Row(row).ToArray().ShouldBe(last);

        session.Fail(Unreadable).Outcome.ShouldBe(TickOutcome.Skip);
        TickAnswer held = session.Fail(Unreadable);
        (held.Outcome, held.Chunk!.Rows).ShouldBe((TickOutcome.Hold, FakePolicy.Rows));
        for (int row = 1; row < FakePolicy.Rows; row++)
            held.Chunk.Row(row).ToArray().ShouldBe(held.Chunk.Row(0).ToArray());
    }

    [Fact]
    public void With_same_length_a_hold_before_any_chunk_is_as_long_as_a_chunk()
    {
        using RobotSession session = New(new ChunksConfig { SameLength = true, OnFailure = FailureAction.Hold });
        Policy.Run = _ => new RunResult(RunStatus.Failed, "the engine is ill");
        TickAnswer held = Tick(session, at: 1.5f, reset: true);
        (held.Outcome, held.Chunk!.Rows).ShouldBe((TickOutcome.Hold, FakePolicy.Rows));
        held.Chunk.Values.ToArray().ShouldAllBe(value => value == 1.5f);
    }

    [Fact]
    public void With_same_length_a_window_at_another_rate_has_one_length_too()
    {
        using RobotSession session = New(new ChunksConfig
        {
            SameLength = true, WindowStart = 1, WindowSize = 8, ResampledInterval = 20_000_000,
        });
        Tick(session, at: 1, reset: true).Chunk!.Rows.ShouldBe(14);
        for (int age = 0; age <= 600; age += 100)
            Tick(session, at: 2, age).Chunk!.Rows.ShouldBe(14, $"{age} ms old");
    }

    [Fact]
    public void What_same_length_repeats_is_no_command_to_the_guard()
    {
        using RobotSession plain = New(new ChunksConfig(), limits: Slow);
        using RobotSession filled = New(new ChunksConfig { SameLength = true }, limits: Slow);
        foreach (float at in (float[])[0, 0.1f, 0.3f, 0.2f])
        {
            float[] expected = Tick(plain, at, age: 100, reset: at == 0).Chunk!.Values.ToArray();
            ReadOnlySpan<float> found = Tick(filled, at, age: 100, reset: at == 0).Chunk!.Values;
            found[..expected.Length].ToArray().ShouldBe(expected);
            Time.Advance(TimeSpan.FromMilliseconds(640));
        }
    }

    [Fact]
    public void A_chunk_that_is_wholly_past_is_a_skip_with_its_reason()
    {
        using RobotSession session = New();
        Tick(session, at: 1, reset: true);
        TickAnswer answer = Tick(session, at: 2, age: 700);
        (answer.Outcome, answer.Reason, answer.Error).ShouldBe((TickOutcome.Skip, TickReason.ChunkTooOld, null));
    }

    [Fact]
    public void A_robot_whose_clock_was_never_set_keeps_its_rows_and_is_named_once()
    {
        using RobotSession session = New();
        Tick(session, at: 1, age: 3_600_000, reset: true);
        Tick(session, at: 2, age: 3_600_100).Chunk!.Rows.ShouldBe(FakePolicy.Rows);
        Log.All.Count(line => line.Contains("clock", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void One_failure_is_a_skip_and_the_second_in_a_row_holds_the_command_of_that_moment()
    {
        using RobotSession session = New();
        Tick(session, at: 1, reset: true);
        Time.Advance(TimeSpan.FromTicks(Interval / 100 * 2));

        session.Begin(reset: false, Time.WallNanoseconds);
        session.Fail(Unreadable).Outcome.ShouldBe(TickOutcome.Skip);
        session.Begin(reset: false, Time.WallNanoseconds);
        TickAnswer held = session.Fail(Unreadable);

        (held.Outcome, held.Reason, held.Error).ShouldBe((TickOutcome.Hold, TickReason.NotFound, Unreadable));
        held.Chunk!.Rows.ShouldBe(2);
        // Two intervals after the chunk went out the robot is at its second row.
        held.Chunk.Row(0).ToArray().ShouldBe([1.01f, 1.01f], 1e-5);
        held.Chunk.Row(1).ToArray().ShouldBe(held.Chunk.Row(0).ToArray());
        held.Chunk.IntervalNanoseconds.ShouldBe(Interval);
    }

    [Fact]
    public void After_a_good_tick_a_failure_is_the_first_again()
    {
        using RobotSession session = New();
        Tick(session, at: 1, reset: true);
        session.Fail(Unreadable);
        session.Fail(Unreadable).Outcome.ShouldBe(TickOutcome.Hold);
        Tick(session, at: 1.2f).Outcome.ShouldBe(TickOutcome.Chunk);
        session.Fail(Unreadable).Outcome.ShouldBe(TickOutcome.Skip);
    }

    [Fact]
    public void Each_reason_of_failures_in_a_row_is_logged_once()
    {
        using RobotSession session = New();
        Tick(session, at: 1, reset: true);
        for (int i = 0; i < 5; i++)
            session.Fail(Unreadable);
        for (int i = 0; i < 5; i++)
            session.Fail(new GatewayError(ErrorCode.Overloaded, "too many robots"));
        Log.All.Count(line => line.Contains("no such file", StringComparison.Ordinal)).ShouldBe(1);
        Log.All.Count(line => line.Contains("too many robots", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void A_robot_whose_every_second_tick_fails_does_not_fill_the_disk_with_log_lines()
    {
        using RobotSession session = New();
        Tick(session, at: 1, reset: true);
        int before = Log.All.Count;
        for (int i = 0; i < 300; i++)
        {
            session.Fail(Unreadable);
            Tick(session, at: 1);
            Time.Advance(TimeSpan.FromMilliseconds(33));
        }
        // 10 at once, and one for each of the ten seconds.
        (Log.All.Count - before).ShouldBeInRange(15, 20);
    }

    [Fact]
    public void Before_its_first_chunk_a_robot_is_held_where_it_is_measured_or_not_at_all()
    {
        Policy.Run = _ => new RunResult(RunStatus.Failed, "the engine is ill");
        using RobotSession session = New();
        session.Begin(reset: true, Time.WallNanoseconds);
        session.Fail(Unreadable);
        session.Begin(reset: false, Time.WallNanoseconds);
        session.Fail(Unreadable).Outcome.ShouldBe(TickOutcome.Skip);

        TickAnswer held = Tick(session, at: 0.7f);
        held.Outcome.ShouldBe(TickOutcome.Hold);
        held.Error!.Message.ShouldContain("the engine is ill");
        held.Chunk!.Row(0).ToArray().ShouldBe([0.7f, 0.7f]);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_chunk_with_a_value_that_is_no_number_is_a_failed_tick(float value)
    {
        Policy.Run = action =>
        {
            action.Span[7] = value;
            return RunResult.Ok;
        };
        using RobotSession session = New();
        TickAnswer answer = Tick(session, at: 1, reset: true);
        (answer.Outcome, answer.Reason).ShouldBe((TickOutcome.Skip, TickReason.Internal));
        answer.Error!.Message.ShouldContain("row 3, index 1");
    }

    [Fact]
    public void A_backend_that_throws_is_taken_out_of_service_and_says_so()
    {
        Policy.Run = _ => throw new InvalidOperationException("bug");
        using RobotSession session = New();
        Tick(session, at: 1, reset: true).Error!.Message.ShouldContain("InvalidOperationException");
        Policy.Run = _ => RunResult.Ok;
        TickAnswer next = Tick(session, at: 1);
        next.Error!.Code.ShouldBe(ErrorCode.Unavailable);
        next.Error.Message.ShouldContain("bug");
    }

    [Fact]
    public void A_falling_id_begins_an_episode_as_a_reset_does()
    {
        using RobotSession session = New();
        Tick(session, at: 1, reset: true);
        Tick(session, at: 1);
        int resets = Policy.EpisodeResets;
        NextId = 0;
        Tick(session, at: 1, age: 200).Chunk!.Rows.ShouldBe(FakePolicy.Rows);
        Policy.EpisodeResets.ShouldBe(resets + 1);
    }

    [Fact]
    public void Ticks_beyond_the_maximum_rate_are_skipped_before_any_work_with_their_reason()
    {
        using RobotSession session = New(pacing: new PacingConfig { MinimumInterval = TimeSpan.FromSeconds(1) });
        session.Begin(reset: true, Time.WallNanoseconds).ShouldBeNull();
        TickAnswer? skipped = session.Begin(reset: false, Time.WallNanoseconds);
        skipped.ShouldNotBeNull().Reason.ShouldBe(TickReason.MaximumRate);
        skipped.Value.Error.ShouldBeNull();
    }

    [Fact]
    public void When_a_robot_leaves_its_counts_are_logged_with_their_reasons()
    {
        RobotSession session = New();
        Tick(session, at: 1, reset: true);
        Tick(session, at: 1, age: 100);
        session.Fail(Unreadable);
        session.Fail(Unreadable);
        session.Dispose();
        Log.All.ShouldContain(line => line.Contains(
            "2 chunks, 1 skips (NotFound 1), 1 holds (NotFound 1), 3 late rows left out", StringComparison.Ordinal));
    }
}
