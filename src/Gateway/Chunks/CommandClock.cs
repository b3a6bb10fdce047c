namespace PolicyGate.Gateway.Chunks;

/// <summary>The clock that says how far a robot has played its chunk.</summary>
/// <remarks>
/// A real robot's is the wall's. A simulation in step stands still while it waits for its answer, and a replay runs as
/// fast as it can: their time is that of their observations.
/// </remarks>
/// <param name="time">The wall's; its monotonic side is read.</param>
/// <param name="simulatedLatency">
/// Not null: time is that of the observations, and an answer is this much later.
/// </param>
internal sealed class CommandClock(TimeProvider time, TimeSpan? simulatedLatency)
{
    private long _observed;

    /// <summary>Nanoseconds from a beginning that does not matter.</summary>
    public long Now => simulatedLatency is { } latency
        ? _observed + (latency.Ticks * TimeSpan.NanosecondsPerTick)
        : time.GetElapsedTime(0).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>Notes when the robot observed what it now asks about; null where it does not say.</summary>
    public void Observed(long? timestampNanoseconds) => _observed = timestampNanoseconds ?? _observed;
}
