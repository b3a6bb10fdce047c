namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>
/// The clock of a recorded client: each turn of the control loop begins when it is told to, and its observation has
/// the moment that it had then.
/// </summary>
/// <remarks>
/// The recorded client's turns are up to 95 ms off an even beat, ours keeps one: so the clock shows a turn's recorded
/// moment from its action until the robot is asked what it sees, and then goes back to the beat.
/// </remarks>
internal sealed class RecordedClock(double begun) : TimeProvider
{
    private const double NanosecondsPerSecond = 1e9;

    private readonly long _begun = TicksOf(begun);
    private long _now;

    public override long TimestampFrequency => 1_000_000_000;

    /// <summary>The client counts on from the first turn's by the other clock.</summary>
    public override DateTimeOffset GetUtcNow() =>
        DateTimeOffset.UnixEpoch.AddTicks(_begun + (Volatile.Read(ref _now) / TimeSpan.NanosecondsPerTick));

    public override long GetTimestamp() => Volatile.Read(ref _now);

    /// <param name="seconds">Since the first turn.</param>
    public void Set(double seconds) => Volatile.Write(ref _now, (long)Math.Round(seconds * NanosecondsPerSecond));

    // A double of this century's seconds is two to three ticks from the next: one of these makes it again.
    private static long TicksOf(double seconds)
    {
        long near = (long)(seconds * TimeSpan.TicksPerSecond);
        return Enumerable.Range(-4, 9).Select(tick => near + tick)
            .First(ticks => ticks / (double)TimeSpan.TicksPerSecond == seconds);
    }
}
