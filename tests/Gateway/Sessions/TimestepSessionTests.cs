using PolicyGate.Abstractions;
using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Sessions;

/// <summary>A robot whose client lays chunks together by timestep.</summary>
public sealed class TimestepSessionTests : SessionTest
{
    [Fact]
    public void A_chunk_goes_out_as_the_policy_made_it_however_far_it_is_from_the_last()
    {
        using TimestepSession session = NewByTimestep();
        Answer(session, at: 0).Row(0)[0].ShouldBe(0);

        ActionChunk chunk = Answer(session, at: 100);

        chunk.Rows.ShouldBe(FakePolicy.Rows);
        chunk.Row(3)[1].ShouldBe(100 + 0.03f);
    }

    [Fact]
    public void A_chunk_has_at_most_as_many_rows_as_the_robot_wants()
    {
        using TimestepSession session = NewByTimestep(actions: 4);

        Answer(session, at: 1).Rows.ShouldBe(4);
    }

    [Fact]
    public void A_chunk_with_a_value_that_is_no_number_is_an_error()
    {
        using TimestepSession session = NewByTimestep();
        Policy.Run = action => Jump(action, float.NaN);

        Refused(session, at: 1).Message.ShouldContain("NaN at row 0, index 0");
    }

    [Fact]
    public void Positions_beyond_the_robots_limits_are_brought_within()
    {
        using TimestepSession session = NewByTimestep(limits: Slow with
        {
            MaximumVelocity = [], MaximumAcceleration = [], MaximumJerk = [],
        });

        ActionChunk chunk = Answer(session, at: 1.95f);

        chunk.Row(0)[0].ShouldBe(1.95f);
        chunk.Row(FakePolicy.Rows - 1)[0].ShouldBe(2);
    }

    [Fact]
    public void A_jump_within_a_chunk_is_led_along_the_limits_and_one_between_chunks_is_the_clients()
    {
        using TimestepSession session = NewByTimestep(limits: Slow);
        Policy.Run = action =>
        {
            for (int i = 0; i < action.Length; i++)
                action.Span[i] = i < 10 * FakePolicy.Joints ? 1 : 1.5f;
            return RunResult.Ok;
        };
        Answer(session, at: -1).Row(0)[0].ShouldBe(1);

        ActionChunk chunk = Answer(session, at: -1);

        chunk.Row(0)[0].ShouldBe(1);
        double fastest = Enumerable.Range(1, chunk.Rows - 1).Max(row => chunk.Row(row)[0] - chunk.Row(row - 1)[0]);
        fastest.ShouldBeInRange(0.01, 2 / 30.0);
    }

    [Fact]
    public void A_chunk_in_mid_motion_that_keeps_the_limits_stays_as_it_is_to_the_bit()
    {
        using TimestepSession session = NewByTimestep(limits: Slow);
        float[] wanted = [];
        Policy.Run = action =>
        {
            for (int row = 0; row < FakePolicy.Rows; row++)
            {
                // 1.5 rad/s from the first row on, and slowing down by 2 rad/s²: within 2, 10 and 150.
                float t = row / 30f;
                action.Span.Slice(row * FakePolicy.Joints, FakePolicy.Joints).Fill(-1 + (1.5f * t) - (t * t));
            }
            wanted = action.ToArray();
            return RunResult.Ok;
        };

        Answer(session, at: 0).Values.ToArray().ShouldBe(wanted);
    }

    [Fact]
    public void An_episode_is_begun_before_the_first_run_and_when_the_robot_begins_anew()
    {
        using TimestepSession session = NewByTimestep();
        Answer(session, at: 1);
        Answer(session, at: 1);
        Policy.EpisodeResets.ShouldBe(1);

        session.BeginEpisode();
        Answer(session, at: 1);
        Policy.EpisodeResets.ShouldBe(2);
    }

    [Fact]
    public void A_policy_that_fails_is_told_once_in_the_log_and_so_is_its_recovery()
    {
        using TimestepSession session = NewByTimestep();
        Policy.Run = _ => new RunResult(RunStatus.Failed, "no more memory");
        for (int i = 0; i < 3; i++)
            Refused(session, at: 1).Message.ShouldContain("no more memory");
        Policy.Run = _ => RunResult.Ok;
        Answer(session, at: 1);

        string log = Log.Text;
        log.Split("no more memory").Length.ShouldBe(2);
        log.ShouldContain("answered again after 3 failed ticks");
    }

    [Fact]
    public void An_answer_takes_nothing_of_the_managed_heap_once_warm()
    {
        using TimestepSession session = NewByTimestep(limits: Slow);
        Answer(session, at: 1);

        Allocations.LeastOf(() => Answer(session, at: 1)).ShouldBe(0);
    }

    private TimestepSession NewByTimestep(int actions = 100, RobotConfig? limits = null) => new(
        "arm", Route.To("route", Served), limits, actions, TimeSpan.FromSeconds(1 / 30.0), Services());

    private static ActionChunk Answer(TimestepSession session, float at)
    {
        Show(session, at);
        session.Answer(out ActionChunk chunk).ShouldBeNull();
        return chunk;
    }

    private static GatewayError Refused(TimestepSession session, float at)
    {
        Show(session, at);
        return session.Answer(out _).ShouldNotBeNull();
    }

    private static void Show(TimestepSession session, float at)
    {
        session.Begin();
        session.Observation.Clear();
        session.Observation.PreparePosition(FakePolicy.Joints).Fill(at);
    }
}
