using PolicyGate.RobotClient.LeRobot;
using PolicyGate.RobotClient.LeRobot.Queue;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot.Queue;

public sealed class ActionQueueTests : IDisposable
{
    private readonly QueueBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Actions_come_out_in_order_and_then_none()
    {
        _bench.Chunk(3, 1).ShouldBeTrue();
        _bench.Execute(5).ShouldBe([1, 1.01f, 1.02f]);
        _bench.Queue.Take(new float[1], out _).ShouldBe(0);
    }

    [Theory]
    [InlineData("weighted_average", 1.7f)]
    [InlineData("latest_only", 2f)]
    [InlineData("average", 1.5f)]
    [InlineData("conservative", 1.3f)]
    [InlineData("0.9", 1.9f)]
    public void Two_actions_for_one_timestep_become_one(string aggregate, float expected)
    {
        using var bench = new QueueBench(aggregate: ActionAggregates.Find(aggregate));
        bench.Chunk(5, 1);
        bench.Execute(1);
        bench.Chunk(5, 2);
        // The second answers timestep 0, so that its second action meets the first one's second.
        bench.Execute(1)[0].ShouldBe(expected + 0.01f, 1e-6f);
    }

    [Fact]
    public void What_was_made_of_two_is_made_into_one_with_a_third()
    {
        using var bench = new QueueBench(aggregate: ActionAggregates.Average);
        bench.Chunk(5, 0);
        bench.Chunk(5, 4);
        bench.Chunk(5, 8);
        bench.Execute(1)[0].ShouldBe(5);
    }

    [Fact]
    public void The_newest_chunk_takes_the_place_of_all_that_waits_also_where_it_ends_earlier()
    {
        _bench.Chunk(9, 1);
        _bench.Chunk(3, 1);
        _bench.Execute(9).Length.ShouldBe(3);
    }

    [Fact]
    public void What_was_executed_does_not_come_again()
    {
        _bench.Chunk(4, 1);
        (long timestep, double timestamp, _) = _bench.Send();
        _bench.Execute(2);
        _bench.Take(Chunks.Of(timestep, timestamp, 4, 1)).ShouldBeTrue();
        _bench.Execute(4).ShouldBe([1.02f, 1.03f]);
        _bench.Queue.Dropped.ShouldBe(2);
    }

    [Fact]
    public void What_was_not_asked_for_is_left_out()
    {
        _bench.Chunk(14, 1).ShouldBeTrue();
        _bench.Execute(14).Length.ShouldBe(10);
        _bench.Queue.Dropped.ShouldBe(4);
        _bench.Queue.Longest.ShouldBe(10);
    }

    [Fact]
    public void An_observation_is_wanted_before_the_first_chunk_and_when_the_queue_is_at_the_threshold()
    {
        _bench.Queue.IsLow.ShouldBeTrue();
        _bench.Chunk(10, 1);
        _bench.Queue.IsLow.ShouldBeFalse();
        _bench.Execute(4);
        _bench.Queue.IsLow.ShouldBeFalse();
        _bench.Execute(1);
        _bench.Queue.IsLow.ShouldBeTrue();
    }

    [Fact]
    public void A_robot_that_begins_anew_executes_nothing_of_before_and_counts_from_zero()
    {
        _bench.Chunk(5, 1);
        _bench.Execute(2);
        _bench.Queue.Moment().Timestep.ShouldBe(1);
        (long timestep, double timestamp, _) = _bench.Send();
        QueueMoment begins = _bench.Queue.BeginEpisode();
        begins.Timestep.ShouldBe(0);
        _bench.Queue.Moment().ShouldBe(begins);
        _bench.Execute(5).ShouldBeEmpty();
        _bench.Take(Chunks.Of(timestep, timestamp, 5, 1)).ShouldBeFalse();
        _bench.Refusals.Counts.ShouldBe(new Dictionary<string, long> { ["earlier episode"] = 1 });
        _bench.Chunk(5, 7);
        _bench.Execute(1).ShouldBe([7]);
    }

    [Fact]
    public void A_dropped_queue_is_not_mixed_into_what_comes_next()
    {
        using var bench = new QueueBench(aggregate: ActionAggregates.Average);
        bench.Chunk(5, 0);
        bench.Queue.Drop(RefusalKind.StoodStill);
        bench.Chunk(5, 4);
        bench.Execute(1).ShouldBe([4]);
    }

    [Fact]
    public void A_chunk_that_was_being_read_when_the_robot_began_anew_is_not_executed()
    {
        ActionQueue queue = null!;
        bool begin = false;
        ActionAggregate aggregate = (_, incoming, result) =>
        {
            incoming.CopyTo(result);
            if (begin)
                queue.BeginEpisode();
        };
        using var bench = new QueueBench(aggregate: aggregate);
        queue = bench.Queue;
        bench.Chunk(5, 1);
        begin = true;
        bench.Chunk(5, 2).ShouldBeFalse();
        bench.Execute(5).ShouldBeEmpty();
        bench.Refusals.Counts.Keys.ShouldBe(["earlier episode"]);
    }

    [Fact]
    public void What_was_seen_before_the_queue_was_dropped_does_not_go_out_and_uses_up_no_must_go()
    {
        double timestamp = 1_750_000_000;
        QueueMoment seen = _bench.Queue.Moment();
        _bench.Queue.Drop(RefusalKind.LostTrack);
        _bench.Queue.Announce(seen, ref timestamp, 0, out bool mustGo).ShouldBeFalse();
        mustGo.ShouldBeFalse();
        seen = _bench.Queue.Moment();
        _bench.Queue.BeginEpisode();
        _bench.Queue.Announce(seen, ref timestamp, 0, out _).ShouldBeFalse();
        _bench.Send().MustGo.ShouldBeTrue();
    }

    [Fact]
    public void No_two_observations_have_one_timestamp()
    {
        var timestamps = new HashSet<double>();
        for (int i = 0; i < 5; i++)
        {
            double timestamp = 1_750_000_000;
            _bench.Queue.Announce(_bench.Queue.Moment(), ref timestamp, 0, out _).ShouldBeTrue();
            timestamps.Add(timestamp).ShouldBeTrue();
        }
    }
}
