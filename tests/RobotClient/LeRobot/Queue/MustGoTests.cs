using PolicyGate.RobotClient.LeRobot.Queue;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot.Queue;

/// <summary>A robot that stands still is answered only because it says that it must be.</summary>
public sealed class MustGoTests : IDisposable
{
    private readonly QueueBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_first_observation_must_go_and_then_none_until_a_chunk_came_and_was_executed()
    {
        _bench.Send().MustGo.ShouldBeTrue();
        _bench.Send().MustGo.ShouldBeFalse();
        _bench.Chunk(3, 1);
        _bench.Send().MustGo.ShouldBeFalse();
        _bench.Execute(3);
        _bench.Send().MustGo.ShouldBeTrue();
        _bench.Send().MustGo.ShouldBeFalse();
    }

    [Fact]
    public void After_a_refused_answer_the_next_must_go()
    {
        (long timestep, double timestamp, _) = _bench.Send();
        _bench.Take(Chunks.Of(timestep, timestamp, 3, float.NaN));
        _bench.Send().MustGo.ShouldBeTrue();
        _bench.Take(Chunks.Of(5, 5, 3, 1));
        _bench.Send().MustGo.ShouldBeTrue();
        _bench.Intake.Take(new byte[] { 1 });
        _bench.Send().MustGo.ShouldBeTrue();
    }

    [Fact]
    public void After_what_drops_the_queue_the_next_must_go()
    {
        _bench.Send();
        _bench.Queue.Drop(RefusalKind.StoodStill);
        _bench.Send().MustGo.ShouldBeTrue();
        _bench.Queue.BeginEpisode();
        _bench.Send().MustGo.ShouldBeTrue();
        _bench.Queue.NothingComes();
        _bench.Send().MustGo.ShouldBeTrue();
    }

    [Fact]
    public void A_server_that_has_nothing_although_it_had_what_must_go_has_lost_it()
    {
        _bench.Send().MustGo.ShouldBeTrue();
        _bench.Queue.Arrived();
        long asked = _bench.Queue.Asks();
        _bench.Queue.NothingWaits(asked);
        _bench.Send().MustGo.ShouldBeTrue();
    }

    [Fact]
    public void A_server_that_was_asked_before_it_had_what_must_go_may_still_answer_it()
    {
        long asked = _bench.Queue.Asks();
        _bench.Send().MustGo.ShouldBeTrue();
        _bench.Queue.NothingWaits(asked);
        asked = _bench.Queue.Asks();
        _bench.Queue.Arrived();
        _bench.Queue.NothingWaits(asked);
        _bench.Send().MustGo.ShouldBeFalse();
    }

    [Fact]
    public void What_the_server_has_lost_is_not_the_one_that_went_out_since()
    {
        _bench.Send();
        _bench.Queue.Arrived();
        long asked = _bench.Queue.Asks();
        _bench.Queue.BeginEpisode();
        _bench.Send().MustGo.ShouldBeTrue();
        _bench.Queue.Arrived();
        _bench.Queue.NothingWaits(asked);
        _bench.Send().MustGo.ShouldBeFalse();
    }
}
