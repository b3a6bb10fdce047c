namespace PolicyGate.Gateway.Sessions;

/// <summary>The clock that one robot's session reads: it stands still but where the session says what moment it
/// is.</summary>
/// <remarks>
/// All that a tick decides by time (ages, late rows, pacing, where the robot's commands stand) goes by two moments of
/// it. Whoever gives a session the same moments again, and the same answers of the policy, gets the same chunks.
/// </remarks>
internal class SessionTime : TimeProvider
{
    private readonly TimeProvider _time;
    private TickInstant _now;
    private TickInstant? _asked;

    public SessionTime(TimeProvider time)
    {
        _time = time;
        _now = TickInstant.Of(time);
    }

    /// <summary>The moment that the clock stands at.</summary>
    public TickInstant Now => _now;

    public sealed override long TimestampFrequency => _time.TimestampFrequency;

    public sealed override long GetTimestamp() => _now.Timestamp;

    public sealed override DateTimeOffset GetUtcNow() => _now.Utc;

    /// <summary>When the request had come; of a tick that never began as such, its last moment.</summary>
    public TickInstant Asked => _asked ?? _now;

    public void Set(TickMoment moment)
    {
        _now = Read(moment);
        if (moment is TickMoment.Asked)
            _asked = _now;
    }

    /// <summary>The tick is over.</summary>
    public void End() => _asked = null;

    /// <summary>What time it is; a replay knows it from its recording.</summary>
    protected virtual TickInstant Read(TickMoment moment) => TickInstant.Of(_time);
}
