namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>
/// Sleeps to an absolute moment of <c>CLOCK_MONOTONIC</c>, with the calling thread's timers as exact as the kernel has
/// them; by default it may be 50 µs late on purpose. https://man7.org/linux/man-pages/man2/clock_nanosleep.2.html
/// </summary>
internal sealed class LinuxSleep : ISleep, IDisposable
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const nuint SlackNanoseconds = 1;
    private const nuint DefaultSlack = 0;

    /// <summary>For the thread that makes it, and disposes it.</summary>
    public LinuxSleep() => _ = LinuxClock.SetTimerSlack(SlackNanoseconds);

    public void Until(long moment)
    {
        var (seconds, nanoseconds) = Math.DivRem(moment, NanosecondsPerSecond);
        var wake = new LinuxClock.Time((nint)seconds, (nint)nanoseconds);
        // A signal ends it early: whoever waits looks at the clock again.
        _ = LinuxClock.SleepUntil(in wake);
    }

    public void Dispose() => _ = LinuxClock.SetTimerSlack(DefaultSlack);
}
