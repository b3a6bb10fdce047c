using PolicyGate.RobotClient.LeRobot.Control;

namespace PolicyGate.RobotClient.LeRobot.Queue;

/// <summary>The queue's size before each action that was taken from it. For the control loop.</summary>
internal sealed class QueueTrace(long begun)
{
    /// <summary>At 30 Hz 39 hours, 48 MiB; what comes later is not kept.</summary>
    public const int Most = 1 << 22;

    // At 30 Hz 36 minutes. What is full stays where it is: nothing is copied while the robot moves.
    private const int Block = 1 << 16;

    private readonly int[]?[] _sizes = new int[Most / Block][];
    private readonly double[]?[] _seconds = new double[Most / Block][];
    private int _count;

    /// <summary>A copy, of a run that is over.</summary>
    public IReadOnlyList<int> Sizes => Copy(_sizes);

    /// <summary>When each was, since the run began; a copy, of a run that is over.</summary>
    public IReadOnlyList<double> Seconds => Copy(_seconds);

    public bool IsFull => _count == Most;

    public void Add(int size, long now)
    {
        if (IsFull)
            return;
        (int block, int index) = Math.DivRem(_count++, Block);
        (_sizes[block] ??= new int[Block])[index] = size;
        (_seconds[block] ??= new double[Block])[index] = RunClock.Seconds(now - begun);
    }

    private T[] Copy<T>(T[]?[] blocks)
    {
        var all = new T[_count];
        for (int first = 0; first < _count; first += Block)
            blocks[first / Block].AsSpan(0, Math.Min(Block, _count - first)).CopyTo(all.AsSpan(first));
        return all;
    }
}
