using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Replay;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Comparison;

/// <summary>Shows a tick to both sides, one after the other, in random order.</summary>
/// <remarks>
/// Whoever is second finds the observation in the processor's cache and the clock up. Of two ticks each side is first
/// on one; which, is drawn. So nothing that comes and goes, as another program, meets one side more often.
/// </remarks>
internal sealed class TickTurns
{
    // libtorch's threads look for work for some milliseconds after a run, on cores that the other side needs.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(2);

#pragma warning disable CA5394 // Drawn again by whoever doubts the figures, not to keep a secret.
    private readonly Random _random;
#pragma warning restore CA5394
    private bool _firstIsA;
    private long _turns;

    public TickTurns(int seed) => _random = new Random(seed);

    /// <returns>What each came to; good until its player's next tick.</returns>
    public (PlayedTick A, PlayedTick B) Play(RecordedTick tick, ITickPlayer a, ITickPlayer b)
    {
#pragma warning disable CA5394
        _firstIsA = _turns++ % 2 == 0 ? _random.Next(2) == 0 : !_firstIsA;
#pragma warning restore CA5394
        if (_firstIsA)
        {
            PlayedTick first = Play(tick, a);
            return (first, Play(tick, b));
        }
        PlayedTick second = Play(tick, b);
        return (Play(tick, a), second);
    }

    /// <summary>From the request's bytes to the answer's, in ticks of <see cref="TimeProvider"/>.</summary>
    public static long WholeTick(TickTimings timings)
    {
        long stages = timings.Read + timings.Decode + timings.Wait + timings.Resize + timings.Run + timings.Shape;
        // LeRobot's wire counts from another thread's moment.
        return Math.Max(timings.Total, stages);
    }

    private static PlayedTick Play(RecordedTick tick, ITickPlayer player)
    {
        Thread.Sleep(Settling);
        return player.Play(tick);
    }
}
