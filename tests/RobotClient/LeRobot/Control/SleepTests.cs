using PolicyGate.RobotClient.LeRobot.Control;

namespace PolicyGate.Tests.RobotClient.LeRobot.Control;

public sealed class SleepTests
{
    private readonly RunClock _clock = new(TimeProvider.System);

    [Fact]
    public void Nobody_wakes_before_the_moment()
    {
        using var exact = LinuxClock.IsKnown ? new LinuxSleep() : null;
        foreach (ISleep sleep in (ISleep[])[new CoarseSleep(_clock), exact ?? (ISleep)new CoarseSleep(_clock)])
        {
            for (int i = 0; i < 20; i++)
            {
                long moment = _clock.Now + 1_500_000;
                // A signal may end a sleep early: who waits looks at the clock.
                while (_clock.Now < moment)
                    sleep.Until(moment);
                sleep.Until(moment);
                _clock.Now.ShouldBeGreaterThanOrEqualTo(moment);
            }
        }
    }

    [Fact]
    public void The_machines_suspensions_are_told_and_only_grow()
    {
        long before = LinuxClock.SuspendedNanoseconds();
        // Two clocks are read one after the other.
        before.ShouldBeGreaterThan(-1_000_000_000);
        LinuxClock.SuspendedNanoseconds().ShouldBeGreaterThan(before - 1_000_000_000);
    }
}
