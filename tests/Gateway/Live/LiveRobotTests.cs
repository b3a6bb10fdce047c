using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Live;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.Sessions;

namespace PolicyGate.Tests.Gateway.Live;

/// <summary>What a session's ticks leave for those who look.</summary>
public sealed class LiveRobotTests : SessionTest
{
    [Fact]
    public void A_tick_takes_nothing_of_the_managed_heap_once_warm()
    {
        LiveRobot robot = New(new LimitsOptions { LiveTicks = 50 });
        using RobotSeats seats = Seats();
        var chunk = new ActionChunk { IntervalNanoseconds = Interval };
        chunk.Resize(FakePolicy.Rows, FakePolicy.Joints);
        var answer = new TickAnswer(TickOutcome.Chunk, chunk, TickReason.None, Error: null);
        float[] measured = [1, 2];
        var timings = new TickTimings { Total = 5 };

        Allocations.LeastOf(() =>
        {
            for (int tick = 0; tick < 200; tick++)
            {
                robot.Counted(shown: true);
                robot.Answered(answer, seats, measured, beginsEpisode: false, timings, Time.GetUtcNow());
            }
        }).ShouldBe(0);
        robot.Counts.Chunks.ShouldBe(1000);
    }

    [Fact]
    public void A_session_shows_what_it_answered_where_it_was_and_by_whom()
    {
        var live = new LiveRobots(new LimitsOptions(), pictures: false, Time);
        using (var session = new RobotSession("arm", Route.To("route", Served), limits: null,
            Services() with { Live = live }))
        {
            Tick(session, at: 0.5f, reset: true);
            session.Written();
            session.Fail(Unreadable);
            session.Written();
            // A ping: nothing was answered.
            session.Written();
        }
        LiveRobot robot = live.All.ShouldHaveSingleItem();
        (robot.Name, robot.Route, robot.Wire).ShouldBe(("arm", "route", RecordedWire.OpenArm));
        robot.LeftAt.ShouldNotBeNull();
        LiveRing ring = robot.Ring.ShouldNotBeNull();
        ring.Next.ShouldBe(2);
        float[] measured = new float[FakePolicy.Joints], sent = new float[ring.Rows * FakePolicy.Joints];
        ring.TryRead(0, out LiveTick first, measured, sent).ShouldBeTrue();
        (first.Outcome, first.BeginsEpisode, first.Policy, first.Version).ShouldBe(
            (TickOutcome.Chunk, true, "fake", 1));
        first.SentRows.ShouldBe(FakePolicy.Rows);
        measured.ShouldBe([0.5f, 0.5f]);
        sent[0].ShouldBe(0.5f, 1e-6);
        ring.TryRead(1, out LiveTick second).ShouldBeTrue();
        (second.Outcome, second.Reason, second.Measured).ShouldBe((TickOutcome.Skip, TickReason.NotFound, 0));
        robot.LastError.ShouldBe(Unreadable.Message);
        robot.Counts.Skips.ShouldBe(new Dictionary<string, long> { ["NotFound"] = 1 });
    }

    [Fact]
    public void An_error_that_quotes_a_megabyte_is_cut()
    {
        LiveRobot robot = New(new LimitsOptions());
        using RobotSeats seats = Seats();
        var error = new GatewayError(ErrorCode.NotFound, new string('x', 1 << 20));
        var answer = new TickAnswer(TickOutcome.Skip, Chunk: null, TickReason.NotFound, error);
        robot.Counted(shown: false);
        robot.Answered(answer, seats, [], beginsEpisode: false, new TickTimings(), Time.GetUtcNow());
        robot.LastError.ShouldNotBeNull().Length.ShouldBeLessThan(500);
    }

    private LiveRobot New(LimitsOptions limits) =>
        new("arm", RecordedWire.OpenArm, "route", limits, Time, pictures: false);

    private RobotSeats Seats() => new(Route.To("route", Served), new SeatTerms(
        "arm", policy => new PolicyGate.Gateway.Observations.Observation(policy.Needs), Log,
        new LogBudget(10, Time)));
}
