using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Replay;

/// <summary>Lets ticks come as far apart as they came when they were recorded.</summary>
internal sealed class ReplayPace(TimeProvider time)
{
    // Nobody waits for a robot that stood for a night, or for a clock that was set.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private long? _begun;
    private long _first;
    private long _last;

    /// <summary>How long it is until a tick's turn; zero where it is late already, or has no clock.</summary>
    public TimeSpan Until(RecordedTick tick)
    {
        if (tick.Clock is not { } clock)
            return TimeSpan.Zero;
        // Another route's ticks, which come after all of one's, begin at the beginning again.
        if (_begun is null || clock.AskedUtc < _last)
            (_begun, _first) = (time.GetTimestamp(), clock.AskedUtc);
        _last = clock.AskedUtc;
        var due = TimeSpan.FromTicks((clock.AskedUtc - _first) / TimeSpan.NanosecondsPerTick);
        TimeSpan left = due - time.GetElapsedTime(_begun.Value);
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left < Longest ? left : Longest;
    }
}
