using PolicyGate.RobotClient.LeRobot.Queue;

namespace PolicyGate.Tests.RobotClient.LeRobot.Queue;

/// <summary>A run's queue sizes, however long it is.</summary>
public sealed class QueueTraceTests
{
    [Fact]
    public void It_keeps_the_first_and_says_where_there_were_more()
    {
        var trace = new QueueTrace(begun: 1_000_000_000);
        for (int i = 0; i < QueueTrace.Most - 1; i++)
            trace.Add(i, 2_000_000_000 + i);
        trace.IsFull.ShouldBeFalse();
        trace.Add(7, 9_000_000_000);
        trace.Add(8, 9_000_000_001);
        trace.IsFull.ShouldBeTrue();
        IReadOnlyList<int> sizes = trace.Sizes;
        sizes.Count.ShouldBe(QueueTrace.Most);
        sizes[^1].ShouldBe(7);
        (sizes[100_000], trace.Seconds[100_000]).ShouldBe((100_000, 1 + 100_000e-9));
        trace.Seconds[^1].ShouldBe(8);
    }
}
