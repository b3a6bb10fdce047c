namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>
/// Tells moments as seconds since 1970, as observations have them. Goes on evenly while the machine's clock is moved by
/// little, as NTP does; follows it when it jumps.
/// </summary>
internal sealed class WallClock(RunClock clock, NoticeBoard notices)
{
    private const double JumpSeconds = 1;
    private const double TicksPerSecond = TimeSpan.TicksPerSecond;

    private double _anchor = double.NaN;

    /// <param name="moment">Of the run's clock; not later than now.</param>
    public double At(long moment)
    {
        double now = (clock.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TicksPerSecond;
        double anchor = now - RunClock.Seconds(clock.Now);
        if (double.IsNaN(_anchor))
            _anchor = anchor;
        double jump = anchor - _anchor;
        if (Math.Abs(jump) > JumpSeconds)
        {
            _anchor = anchor;
            notices.Tell(isTrouble: false, $"the machine's clock jumped by {jump:+0.0;-0.0} s: observations are dated "
                + "by it from now on; the robot goes on, as neither its pace nor an answer's age is by that clock");
        }
        return _anchor + RunClock.Seconds(moment);
    }
}
