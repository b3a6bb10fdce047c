namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>When each of a robot's observations is due; asleep in between.</summary>
internal sealed class DriveClock
{
    // How long a robot may sleep before it looks whether it is to stop.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time;
    private readonly TimeSpan _period;
    private readonly long _origin;
    private TimeSpan _due;

    /// <param name="options">Of the run.</param>
    /// <param name="robot">From 0: its observations are due that share of the period later.</param>
    /// <param name="time">The clock.</param>
    public DriveClock(DriveOptions options, int robot, TimeProvider time)
    {
        _time = time;
        _period = options.Period;
        _origin = time.GetTimestamp();
        _due = _period * robot / options.Robots;
    }

    /// <summary>Since the run began.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_origin);

    /// <summary>Sleeps until the next observation is due.</summary>
    /// <returns>By how much it is late; null where the robot is to stop.</returns>
    public TimeSpan? Wait(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            TimeSpan left = _due - Now;
            if (_period == TimeSpan.Zero || left <= TimeSpan.Zero)
                return _period == TimeSpan.Zero ? TimeSpan.Zero : -left;
            // Up to the next whole millisecond: never before it is due.
            Thread.Sleep((int)Math.Ceiling(Math.Min(left.TotalMilliseconds, LongestSleep.TotalMilliseconds)));
        }
        return null;
    }

    /// <summary>Goes on to the next observation that is not overdue.</summary>
    /// <returns>How many were left out, being overdue.</returns>
    public long Advance()
    {
        if (_period == TimeSpan.Zero)
            return 0;
        _due += _period;
        long missed = Math.Max(0, (long)Math.Ceiling((Now - _due) / _period));
        _due += missed * _period;
        return missed;
    }
}
