namespace PolicyGate.RobotClient.LeRobot.Queue;

/// <summary>
/// Whether the next observation with an empty queue must be answered. A server leaves out what resembles the last one
/// that it answered: a robot that stands still moves on only by this.
/// </summary>
/// <remarks>
/// As in LeRobot's client the flag falls when it is used and rises with each chunk. That client stands for ever where
/// the answer to such an observation is lost; here the flag rises again as soon as it is known that none will come.
/// Guarded by the queue's lock.
/// </remarks>
internal sealed class MustGo
{
    private bool _stands = true;
    private long _used;

    /// <summary>Which of those that went out has arrived and is unanswered; 0 for none.</summary>
    public long Arrived { get; private set; }

    /// <summary>An observation goes out.</summary>
    /// <returns>Whether it must go.</returns>
    public bool Use(bool isQueueEmpty)
    {
        if (!_stands || !isQueueEmpty)
            return false;
        _stands = false;
        _used++;
        Arrived = 0;
        return true;
    }

    /// <summary>The server has it.</summary>
    public void Arrive() => Arrived = _stands ? 0 : _used;

    /// <summary>A chunk came, or none will.</summary>
    public void Raise() => (_stands, Arrived) = (true, 0);

    /// <summary>The server has said that nothing waits to be answered.</summary>
    /// <param name="arrived">What <see cref="Arrived"/> was when it was asked.</param>
    public void NothingWaits(long arrived)
    {
        if (arrived != 0 && arrived == Arrived)
            Raise();
    }
}
