using PolicyGate.RobotClient.LeRobot.Control;

namespace PolicyGate.RobotClient.LeRobot.Queue;

/// <summary>The queue's size before each action that was taken from it. For the control loop.</summary>
internal sealed class QueueTrace(long begun)
{
    // At 30 Hz 39 hours, 48 MiB; what comes later is not kept.
    private const int Most = 1 << 22;

    // At 30 Hz 36 minutes: until then no list grows.
    private const int First = 1 << 16;

    private readonly List<int> _sizes = new(First);
    private readonly List<double> _seconds = new(First);

    public IReadOnlyList<int> Sizes => _sizes;

    /// <summary>When each was, since the run began.</summary>
    public IReadOnlyList<double> Seconds => _seconds;

    public void Add(int size, long now)
    {
        if (_sizes.Count == Most)
            return;
        _sizes.Add(size);
        _seconds.Add(RunClock.Seconds(now - begun));
    }
}
