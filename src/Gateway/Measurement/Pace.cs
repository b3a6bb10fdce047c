namespace PolicyGate.Gateway.Measurement;

/// <summary>Beats at a rate; asleep between them, as a robot's machine is. Without a rate nothing waits.</summary>
internal sealed class Pace
{
    private readonly TimeProvider _time;
    private readonly long _period;
    private long _due;

    /// <param name="hz">Beats a second; null for no waiting.</param>
    /// <param name="time">The clock.</param>
    public Pace(double? hz, TimeProvider time)
    {
        _time = time;
        _period = hz is { } rate ? (long)(time.TimestampFrequency / rate) : 0;
        _due = time.GetTimestamp();
    }

    /// <summary>Sleeps until the next beat. Beats that were missed are left out, not caught up with.</summary>
    public void Wait()
    {
        if (_period == 0)
            return;
        long now = _time.GetTimestamp();
        _due = Math.Max(_due + _period, now);
        Thread.Sleep(_time.GetElapsedTime(now, _due));
    }
}
