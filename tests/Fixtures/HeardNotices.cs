using System.Collections.Concurrent;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.Tests.Fixtures;

/// <summary>What a robot's client has told.</summary>
internal sealed class HeardNotices
{
    private readonly ConcurrentQueue<LeRobotNotice> _all = new();

    public IReadOnlyCollection<LeRobotNotice> All => _all;

    public void Hear(LeRobotNotice notice) => _all.Enqueue(notice);

    public int Count(string part) =>
        _all.Count(notice => notice.Message.Contains(part, StringComparison.Ordinal));

    /// <summary>Waits until something was told so often that has this in it.</summary>
    public void Tells(string part, int times = 1) =>
        Eventually.Holds(() => Count(part) >= times, () => $"'{part}' is not {times} times in: {this}");

    public override string ToString() => string.Join(" | ", _all.Select(notice => notice.Message));
}
