using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Replay;

/// <summary>The clock of a session that is played again: it stands at the moments that were recorded.</summary>
internal sealed class ReplayedTime(TimeProvider time) : SessionTime(time)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private RecordedClock _clock;

    /// <summary>The moments of the tick that comes next; the clock stands at the first of them from here on.</summary>
    public void Next(in RecordedClock clock)
    {
        _clock = clock;
        Set(TickMoment.Asked);
    }

    protected override TickInstant Read(TickMoment moment) => moment is TickMoment.Asked
        ? Instant(_clock.Asked, _clock.AskedUtc)
        : Instant(_clock.Ran, _clock.RanUtc);

    private TickInstant Instant(long monotonic, long utc) => new(
        (long)((Int128)monotonic * TimestampFrequency / NanosecondsPerSecond),
        DateTimeOffset.UnixEpoch.AddTicks(utc / TimeSpan.NanosecondsPerTick));
}
