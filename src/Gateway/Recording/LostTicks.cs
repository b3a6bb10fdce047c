using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Recording;

/// <summary>Counts the ticks that were not recorded, and says so: the first at once, then how many every ten seconds.
/// </summary>
internal sealed class LostTicks(RecordingMetrics metrics, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long _all;
    private long _unsaidSlow;
    private long _unsaidChanged;
    private long _said;
    private bool _saidOnce;

    /// <summary>Since the start.</summary>
    public long All => Interlocked.Read(ref _all);

    /// <summary>From any thread.</summary>
    /// <param name="route">Its name.</param>
    /// <param name="reason">Why.</param>
    /// <param name="message">More of it, where there is more.</param>
    public void Add(string route, LostTick reason, string? message = null)
    {
        Interlocked.Increment(ref _all);
        metrics.Lost(route, reason);
        // Of a disk that takes nothing is said when that begins and when it ends.
        if (reason is LostTick.NotWritten)
            return;
        lock (_gate)
        {
            if (reason is LostTick.NoRoom)
                _unsaidSlow++;
            else
                _unsaidChanged++;
            if (_saidOnce && time.GetElapsedTime(_said) < Pause)
                return;
            (_said, _saidOnce) = (time.GetTimestamp(), true);
            if (_unsaidSlow > 0)
                Log.TooSlow(logger, _unsaidSlow);
            if (_unsaidChanged > 0)
                Log.FileChanged(logger, _unsaidChanged, message ?? "their observations' files had changed");
            (_unsaidSlow, _unsaidChanged) = (0, 0);
        }
    }
}
