using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Replay;

/// <summary>Whether a session's ticks were played without a gap since its episode began.</summary>
internal sealed class PlayedEpisode
{
    private long _next;
    private bool _whole = true;

    /// <summary>Counts a tick that is played next.</summary>
    /// <returns>False where ticks before it, in its episode, were not played.</returns>
    public bool Goes(RecordedTick tick)
    {
        // What came before an episode has no part in its chunks.
        _whole = tick.BeginsEpisode || tick.Tick == 0 || (_whole && tick.Tick == _next);
        _next = tick.Tick + 1;
        return _whole;
    }
}
