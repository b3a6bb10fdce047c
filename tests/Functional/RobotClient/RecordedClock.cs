namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>
/// The clock of a recorded client: each turn of the control loop begins when it is told to, and its observation has the
/// moment that it had then.
/// </summary>
/// <remarks>
/// The recorded client's turns are up to 95 ms off an even beat, ours keeps one: so the clock shows a turn's recorded
/// moment until the robot is asked what it sees, and then goes back to the beat.
/// </remarks>
internal sealed class RecordedClock(double begun) : TimeProvider
{
    private const double NanosecondsPerSecond = 1e9;

    private long _now;

    public override long TimestampFrequency => 1_000_000_000;

    /// <summary>The first turn's, to a tick of 100 ns; the client counts on from there by the other clock.</summary>
    public override DateTimeOffset GetUtcNow() =>
        DateTimeOffset.UnixEpoch.AddTicks((long)Math.Round((decimal)begun * TimeSpan.TicksPerSecond)
            + (Volatile.Read(ref _now) / TimeSpan.NanosecondsPerTick));

    public override long GetTimestamp() => Volatile.Read(ref _now);

    /// <param name="seconds">Since the first turn.</param>
    public void Set(double seconds) => Volatile.Write(ref _now, (long)Math.Round(seconds * NanosecondsPerSecond));
}
