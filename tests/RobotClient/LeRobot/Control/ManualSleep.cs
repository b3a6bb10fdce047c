using PolicyGate.RobotClient.LeRobot.Control;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot.Control;

/// <summary>Sleeps by moving a test's clock.</summary>
internal sealed class ManualSleep(ManualTime time) : ISleep
{
    /// <summary>By how much it wakes late.</summary>
    public TimeSpan Late { get; set; }

    public void Until(long moment) =>
        time.Advance(TimeSpan.FromTicks((moment - time.GetTimestamp()) / TimeSpan.NanosecondsPerTick) + Late);
}
