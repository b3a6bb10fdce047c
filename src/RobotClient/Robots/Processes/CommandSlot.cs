namespace PolicyGate.RobotClient.Robots.Processes;

/// <summary>The command that a robot's process has not confirmed yet, and the newest that came meanwhile.</summary>
internal sealed class CommandSlot(int actions, TimeProvider time)
{
    // The next command replaces one that waits within a period, 33 ms at 30 Hz. One that has waited for several has no
    // successor: its queue has run empty, and the robot is to hold.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(0.25);

    private readonly float[] _next = new float[actions];
    private bool _hasNext;
    private long _waits;
    private long _sent;

    /// <summary>Of the request; 0 where none is under way.</summary>
    public long Id { get; private set; }

    public TimeSpan Age => Id == 0 ? TimeSpan.Zero : time.GetElapsedTime(_sent);

    /// <summary>Commands that a newer one has replaced before their turn.</summary>
    public long Overtaken { get; private set; }

    /// <summary>Commands that were too old when their turn came.</summary>
    public long Outdated { get; private set; }

    public void Begin(long id) => (Id, _sent) = (id, time.GetTimestamp());

    /// <summary>Keeps it in the place of any before.</summary>
    public void Wait(ReadOnlySpan<float> action)
    {
        Overtaken += _hasNext ? 1 : 0;
        action.CopyTo(_next);
        (_hasNext, _waits) = (true, time.GetTimestamp());
    }

    public void Drop() => _hasNext = false;

    /// <summary>The one under way is confirmed.</summary>
    /// <param name="next">The one to send now.</param>
    /// <returns>Whether there is one.</returns>
    public bool Confirm(out ReadOnlySpan<float> next)
    {
        Id = 0;
        next = _next;
        bool has = _hasNext;
        _hasNext = false;
        if (!has || time.GetElapsedTime(_waits) <= Longest)
            return has;
        Outdated++;
        return false;
    }
}
