namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>Sleeps by whole milliseconds: anywhere, with the system's own accuracy.</summary>
internal sealed class CoarseSleep(RunClock clock) : ISleep
{
    private const double NanosecondsPerMillisecond = 1e6;

    public void Until(long moment)
    {
        double left = (moment - clock.Now) / NanosecondsPerMillisecond;
        // Up to the next whole millisecond: never before the moment.
        if (left > 0)
            Thread.Sleep((int)Math.Ceiling(left));
    }
}
