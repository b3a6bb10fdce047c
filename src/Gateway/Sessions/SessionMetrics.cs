using System.Diagnostics.Metrics;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Sessions;

/// <summary>The instruments of the tick's path; meter <c>PolicyGate.Sessions</c>.</summary>
internal sealed class SessionMetrics : IDisposable
{
    private static readonly Dictionary<TickReason, string> ReasonNames =
        Enum.GetValues<TickReason>().ToDictionary(reason => reason, reason => reason.ToString());

    // From a reading of a small file to the longest that an answer may take; 33 ms is an interval at 30 Hz.
    private static readonly InstrumentAdvice<double> Bounds = new()
    {
        HistogramBucketBoundaries =
            [.0001, .0002, .0005, .001, .002, .005, .01, .02, .033, .05, .1, .2, .5, 1, 2, 5, 10],
    };

    private readonly Meter _meter;
    private readonly TimeProvider _time;
    private readonly Counter<long> _chunks;
    private readonly Counter<long> _skips;
    private readonly Counter<long> _holds;
    private readonly Counter<long> _lateRows;
    private readonly Counter<long> _limited;
    private readonly UpDownCounter<long> _robots;
    private readonly Histogram<double> _seconds;
    private int _connected;

    /// <param name="time">What stages are measured with.</param>
    /// <param name="gateway">The meter's scope: tells a listener which of several gateways in a process it is.</param>
    public SessionMetrics(TimeProvider time, object? gateway = null)
    {
        _meter = new Meter("PolicyGate.Sessions", version: null, tags: null, scope: gateway);
        _time = time;
        _chunks = _meter.CreateCounter<long>(
            "policygate.ticks.chunks", "{tick}", "Ticks answered with a policy's chunk");
        _skips = _meter.CreateCounter<long>(
            "policygate.ticks.skips", "{tick}", "Ticks answered with nothing, by reason");
        _holds = _meter.CreateCounter<long>(
            "policygate.ticks.holds", "{tick}", "Ticks answered with a hold, by reason");
        _lateRows = _meter.CreateCounter<long>("policygate.chunks.late_rows", "{row}", "Rows left out as passed");
        _limited = _meter.CreateCounter<long>(
            "policygate.guard.limited", "{value}", "Values changed to keep the robot's limits");
        _robots = _meter.CreateUpDownCounter<long>("policygate.sessions.robots", "{robot}", "Robots connected");
        _seconds = _meter.CreateHistogram(
            "policygate.tick.stage.duration", "s", "Time of a tick, by stage", tags: null, Bounds);
    }

    /// <summary>Robots connected now.</summary>
    public int Robots => Volatile.Read(ref _connected);

    public void Connected(string route)
    {
        Interlocked.Increment(ref _connected);
        _robots.Add(1, Route(route));
    }

    public void Left(string route)
    {
        Interlocked.Decrement(ref _connected);
        _robots.Add(-1, Route(route));
    }

    /// <param name="route">By which the robot came.</param>
    /// <param name="policy">That answered, or would have.</param>
    /// <param name="answer">What the robot is told.</param>
    public void Tick(string route, string policy, in TickAnswer answer)
    {
        switch (answer.Outcome)
        {
            case TickOutcome.Chunk:
                _chunks.Add(1, Route(route), new("policy", policy));
                break;
            case TickOutcome.Skip:
                _skips.Add(1, Route(route), new("policy", policy), new("reason", ReasonNames[answer.Reason]));
                break;
            default:
                _holds.Add(1, Route(route), new("policy", policy), new("reason", ReasonNames[answer.Reason]));
                break;
        }
    }

    public void Shaped(string route, int lateRows, int limited)
    {
        if (lateRows > 0)
            _lateRows.Add(lateRows, Route(route));
        if (limited > 0)
            _limited.Add(limited, Route(route));
    }

    public void Timed(string route, TickTimings timings)
    {
        if (!_seconds.Enabled)
            return;
        Record(route, "read", timings.Read);
        Record(route, "decode", timings.Decode);
        Record(route, "wait", timings.Wait);
        Record(route, "resize", timings.Resize);
        Record(route, "run", timings.Run);
        Record(route, "shape", timings.Shape);
        Record(route, "total", timings.Total);
        Record(route, "write", timings.Write);
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Route(string route) => new("route", route);

    private void Record(string route, string stage, long ticks)
    {
        // A skip, a failure or a ping never came to this stage.
        if (ticks > 0)
            _seconds.Record((double)ticks / _time.TimestampFrequency, Route(route), new("stage", stage));
    }
}
