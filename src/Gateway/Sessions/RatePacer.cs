namespace PolicyGate.Gateway.Sessions;

/// <summary>Lets at most so many ticks a second through to the policy.</summary>
internal sealed class RatePacer
{
    private readonly TimeProvider _time;
    private readonly long _period;
    private long _due;
    private bool _begun;

    /// <param name="minimumInterval">From one inference to the next; null for no limit.</param>
    /// <param name="time">The clock.</param>
    public RatePacer(TimeSpan? minimumInterval, TimeProvider time)
    {
        _time = time;
        _period = minimumInterval is { } interval ? (long)(interval.TotalSeconds * time.TimestampFrequency) : 0;
    }

    /// <summary>Whether this tick is inferred.</summary>
    /// <param name="first">An episode's first observation always passes.</param>
    public bool Passes(bool first)
    {
        if (_period == 0)
            return true;
        long now = _time.GetTimestamp();
        // A tenth of a period early is on time: a robot's ticks jitter, and a 30 Hz robot limited to 15 Hz must get
        // every second one, not every third. The schedule itself does not move: the mean rate stays under the limit.
        if (!first && _begun && now < _due - (_period / 10))
            return false;
        // After a pause it starts over: what was not used is not made up for by a burst.
        _due = _begun && !first && now < _due + _period ? _due + _period : now + _period;
        _begun = true;
        return true;
    }
}
