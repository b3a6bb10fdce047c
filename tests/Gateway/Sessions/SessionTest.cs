using PolicyGate.Abstractions;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Sessions;

/// <summary>A robot's session with a policy that does what the test says and a clock that it moves.</summary>
public abstract class SessionTest : IDisposable
{
    private protected const long Interval = 33_333_333;
    private protected static readonly GatewayError Unreadable = new(ErrorCode.NotFound, "no such file");

    private protected ManualTime Time { get; } = new();
    private protected FakePolicy Policy { get; } = new();
    private protected LogLines Log { get; } = new();
    private readonly SessionMetrics _metrics;
    private protected ServedPolicy Served { get; }
    private protected long NextId { get; set; }

    protected SessionTest()
    {
        _metrics = new SessionMetrics(Time);
        Served = Policy.Serve(new LimitsOptions(), Time);
    }

    public void Dispose()
    {
        Served.Dispose();
        _metrics.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static RobotConfig Slow => new()
    {
        Name = "slow", Minimum = [-2, -2], Maximum = [2, 2],
        MaximumVelocity = [2, 2], MaximumAcceleration = [10, 10], MaximumJerk = [150, 150],
    };

    private protected static RunResult Jump(Memory<float> action, float to)
    {
        action.Span.Fill(to);
        return RunResult.Ok;
    }

    private protected RobotSession New(
        ChunksConfig? chunks = null, PacingConfig? pacing = null, RobotConfig? limits = null) => new(
        "arm", Route.To("route", Served), limits, Services(chunks, pacing));

    private protected SessionServices Services(ChunksConfig? chunks = null, PacingConfig? pacing = null) => new(
        chunks ?? new ChunksConfig(), pacing ?? new PacingConfig(), new EpisodesConfig(), new LimitsOptions(), _metrics,
        Time, Log);

    private protected TickAnswer Tick(RobotSession session, float at, int age = 0, bool reset = false)
    {
        session.Begin(reset, Ago(age)).ShouldBeNull();
        session.Observation.PreparePosition(FakePolicy.Joints).Fill(at);
        session.Observation.Id = NextId++;
        session.Reseat().ShouldBeFalse();
        return session.Answer();
    }

    private protected TickReason Reason(RobotSession session, int after, float at = 1)
    {
        Time.Advance(TimeSpan.FromMilliseconds(after));
        if (session.Begin(reset: false, Ago(0)) is { } skipped)
            return skipped.Reason;
        session.Observation.PreparePosition(FakePolicy.Joints).Fill(at);
        session.Observation.Id = NextId++;
        session.Reseat().ShouldBeFalse();
        return session.Answer().Reason;
    }

    private protected long Ago(int milliseconds) => Time.WallNanoseconds - (milliseconds * 1_000_000L);
}
