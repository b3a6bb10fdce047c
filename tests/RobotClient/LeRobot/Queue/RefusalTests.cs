using PolicyGate.Formats.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot.Queue;

/// <summary>Of an answer that is no good nothing is executed; what waits stays as it is.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly QueueBench _bench = new();

    public RefusalTests() => _bench.Chunk(5, 1);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void An_answer_to_another_moment_is_refused()
    {
        (long timestep, double timestamp, _) = _bench.Send();
        ShouldRefuse("foreign", Chunks.Of(timestep, Math.BitIncrement(timestamp), 5, 9));
    }

    [Fact]
    public void An_answer_to_another_timestep_is_refused()
    {
        (long timestep, double timestamp, _) = _bench.Send();
        ShouldRefuse("foreign", Chunks.Of(timestep + 1, timestamp, 5, 9));
    }

    [Fact]
    public void A_second_answer_is_refused()
    {
        (long timestep, double timestamp, _) = _bench.Send();
        _bench.Take(Chunks.Of(timestep, timestamp, 5, 1)).ShouldBeTrue();
        ShouldRefuse("doubled", Chunks.Of(timestep, timestamp, 5, 9));
    }

    [Fact]
    public void An_answer_that_a_newer_one_has_overtaken_is_refused()
    {
        (long timestep, double timestamp, _) = _bench.Send();
        _bench.Chunk(5, 1).ShouldBeTrue();
        ShouldRefuse("out of order", Chunks.Of(timestep, timestamp, 5, 9));
    }

    [Fact]
    public void An_answer_to_what_was_seen_long_ago_is_refused()
    {
        (long timestep, double timestamp, _) = _bench.Send();
        _bench.Time.Advance(_bench.Options.MaximumAnswerAge + TimeSpan.FromMilliseconds(1));
        ShouldRefuse("too old", Chunks.Of(timestep, timestamp, 5, 9));
    }

    [Fact]
    public void An_answer_just_in_time_is_taken_whatever_the_machines_clock_says()
    {
        (long timestep, double timestamp, _) = _bench.Send();
        _bench.Time.Advance(_bench.Options.MaximumAnswerAge);
        _bench.Time.SetWallClockForward(TimeSpan.FromHours(1));
        _bench.Take(Chunks.Of(timestep, timestamp, 5, 1)).ShouldBeTrue();
    }

    [Fact]
    public void An_answer_all_of_whose_moments_have_passed_is_refused()
    {
        (long timestep, double timestamp, _) = _bench.Send();
        _bench.Execute(3);
        ShouldRefuse("late", Chunks.Of(timestep, timestamp, 3, 9), waiting: 2);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_value_that_is_no_number_refuses_the_whole_chunk(float value)
    {
        (long timestep, double timestamp, _) = _bench.Send();
        TimedAction[] chunk = Chunks.Of(timestep, timestamp, 5, 9);
        chunk[4].Values[0] = value;
        ShouldRefuse("not finite", chunk);
    }

    [Fact]
    public void A_chunk_of_another_width_is_refused()
    {
        (long timestep, double timestamp, _) = _bench.Send();
        ShouldRefuse("malformed", Chunks.Of(timestep, timestamp, 5, 9, 9));
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 4, (byte)'.' })]
    [InlineData(new byte[] { 1, 2, 3 })]
    public void What_is_no_pickle_is_refused(byte[] answer)
    {
        _bench.Intake.Take(answer).ShouldBeFalse();
        _bench.Refusals.Counts.ShouldBe(new Dictionary<string, long> { ["malformed"] = 1 });
        _bench.Execute(9).Length.ShouldBe(5);
    }

    [Fact]
    public void No_actions_are_no_refusal_but_nothing_waits_any_more()
    {
        _bench.Take().ShouldBeFalse();
        _bench.Refusals.Counts.ShouldBeEmpty();
        _bench.Execute(9).ShouldBeEmpty();
    }

    [Fact]
    public void Each_kind_is_told_of_once_until_something_good_comes()
    {
        for (int i = 0; i < 3; i++)
        {
            _bench.Take(Chunks.Of(0, 7, 5, 9));
            _bench.Intake.Take(new byte[] { 1 });
        }
        _bench.Heard.Tells("malformed");
        _bench.Chunk(5, 1).ShouldBeTrue();
        _bench.Take(Chunks.Of(0, 7, 5, 9));
        _bench.Heard.Tells("foreign", times: 2);
        _bench.Heard.Count("malformed").ShouldBe(1);
        _bench.Refusals.Counts.ShouldBe(new Dictionary<string, long> { ["foreign"] = 4, ["malformed"] = 3 });
    }

    private void ShouldRefuse(string kind, TimedAction[] chunk, int waiting = 5)
    {
        long before = _bench.Refusals.Counts.GetValueOrDefault(kind);
        _bench.Take(chunk).ShouldBeFalse();
        _bench.Refusals.Counts.GetValueOrDefault(kind).ShouldBe(before + 1);
        float[] left = _bench.Execute(9);
        left.Length.ShouldBe(waiting);
        left.ShouldAllBe(value => value < 2);
    }
}
