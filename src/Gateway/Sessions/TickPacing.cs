using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Sessions;

/// <summary>Which of one robot's ticks run the policy. All of it is off unless configured.</summary>
/// <remarks>
/// An episode's first observation always passes. The one after a failed tick waits for no rows to be played and no
/// state to change: nobody is steering.
/// </remarks>
internal sealed class TickPacing(
    PacingConfig config, LateRows ages, CommandReference commands, CommandClock clock, TimeProvider time)
{
    private readonly RatePacer _rate = new(config.MinimumInterval, time);
    private readonly SimilarState _similar = new(config.SimilarityRadians);

    /// <summary>Whether the observation is older than any that is answered.</summary>
    public bool IsTooOld => ages.Comparable && config.MaximumAge is { } age
        && ages.AgeNanoseconds > age.Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>Whether ages matter here.</summary>
    public bool ReadsAges => config.MaximumAge is not null;

    private bool HasEnoughToPlay => config.ReplanAfter is { } part && commands.Known
        && commands.Elapsed(clock.Now) < part * commands.DurationNanoseconds;

    public void BeginEpisode() => _similar.Clear();

    /// <summary>A request has come, its observation is not read yet.</summary>
    /// <param name="first">Whether it begins an episode.</param>
    /// <param name="failing">Whether the tick before failed.</param>
    /// <returns>Why it is skipped; none where it goes on.</returns>
    public TickReason BeforeReading(bool first, bool failing)
    {
        if (!first && IsTooOld)
            return TickReason.ObservationTooOld;
        if (!first && !failing && HasEnoughToPlay)
            return TickReason.ReplanAfter;
        return _rate.Passes(first) ? TickReason.None : TickReason.MaximumRate;
    }

    /// <summary>The observation is read, all but its pictures.</summary>
    /// <param name="first">Whether it begins an episode.</param>
    /// <param name="failing">Whether the tick before failed.</param>
    /// <param name="state">The robot's.</param>
    /// <returns>Why it is skipped; none where it goes on.</returns>
    public TickReason BeforeRunning(bool first, bool failing, ReadOnlySpan<float> state)
    {
        // Once the rows have run out every state passes: a robot that stands would stand for ever.
        bool paced = !first && !failing && commands.Known && !commands.HasRunOut(clock.Now);
        return paced && _similar.IsSimilar(state) ? TickReason.SimilarState : TickReason.None;
    }

    /// <summary>The policy's chunk for this state goes out.</summary>
    public void Answered(ReadOnlySpan<float> state) => _similar.Answered(state);
}
