using PolicyGate.RobotClient.Measurement;

namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>
/// When each control period is due: period k at the start + k periods, so that no delay adds up. LeRobot's own client
/// sleeps for what is left of each period, and drifts.
/// </summary>
internal sealed class ControlPace
{
    // So that who tells it to stop does not wait for a period of seconds.
    private static readonly long LongestSleep = RunClock.Nanoseconds(TimeSpan.FromMilliseconds(100));

    private readonly RunClock _clock;
    private readonly ISleep _sleep;
    private readonly long _period;
    private long _due;
    private long? _began;

    public ControlPace(RunClock clock, ISleep sleep, TimeSpan period)
    {
        (_clock, _sleep, _period) = (clock, sleep, RunClock.Nanoseconds(period));
        _due = clock.Now;
    }

    /// <summary>Nanoseconds by which periods began after they were due.</summary>
    public Histogram Lateness { get; } = new();

    /// <summary>Nanoseconds between a period's length as it was and as it should be.</summary>
    public Histogram Errors { get; } = new();

    public long Periods => Lateness.Count;

    /// <summary>Periods that ended after the next was due, and those that were left out for it.</summary>
    public long Overruns { get; private set; }

    /// <summary>The first period is due now.</summary>
    public void Start() => _due = _clock.Now;

    /// <summary>Sleeps until the next period is due.</summary>
    /// <returns>By how much it is late, in nanoseconds; null where the run is to stop.</returns>
    public long? Wait(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            long now = _clock.Now;
            if (now >= _due)
                return Begin(now);
            _sleep.Until(Math.Min(_due, now + LongestSleep));
        }
        return null;
    }

    /// <summary>The period's work is done: goes on to the next that is not overdue by more than a period.</summary>
    public void Advance()
    {
        long now = _clock.Now;
        _due += _period;
        if (now <= _due)
            return;
        long leftOut = (now - _due) / _period;
        _due += leftOut * _period;
        Overruns += Math.Max(1, leftOut);
    }

    private long Begin(long now)
    {
        Lateness.Add(now - _due);
        if (_began is { } before)
            Errors.Add(Math.Abs(now - before - _period));
        _began = now;
        return now - _due;
    }
}
