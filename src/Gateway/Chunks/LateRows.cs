namespace PolicyGate.Gateway.Chunks;

/// <summary>How many rows of a chunk lie in the past when it is answered, by the age of its observation.</summary>
/// <remarks>
/// <para>Row 0 was meant for the moment of the observation. A robot plays an answer from its first row when it
/// arrives, so without this a late answer sends the arm back over its way: with 100 ms of latency the sample policy
/// reaches its target in 10 of 100 episodes as it comes, and in 100 with its late rows left out.</para>
/// <para>The age is the gateway's wall clock less the robot's timestamp, which means something only where the two
/// clocks agree. They count as comparable when the smallest age of this session lies between −1 interval and 10 s: a
/// robot on the same machine or under NTP is well inside, one whose clock was never set is not.</para>
/// </remarks>
/// <param name="time">The clock.</param>
/// <param name="simulatedLatency">Not null: every observation is this old.</param>
internal sealed class LateRows(TimeProvider time, TimeSpan? simulatedLatency = null)
{
    private static readonly TimeSpan LargestOffset = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LargestStep = TimeSpan.FromSeconds(1);

    private readonly DateTimeOffset _wallAtStart = time.GetUtcNow();
    private readonly long _monotonicAtStart = time.GetTimestamp();
    private TimeSpan _stepsSeen;
    private long _smallestAge = long.MaxValue;

    /// <summary>Whether the robot's clock and ours agree, as far as this session has shown.</summary>
    public bool Comparable { get; private set; }

    /// <summary>Nanoseconds since the observation, by wall clock; right only while <see cref="Comparable"/>.</summary>
    public long AgeNanoseconds { get; private set; }

    /// <summary>Takes the age of the observation now, just before its answer is written.</summary>
    /// <param name="timestampNanoseconds">The robot's wall clock at the observation, since 1970.</param>
    /// <param name="intervalNanoseconds">Between the chunk's rows.</param>
    public void Measure(long timestampNanoseconds, long intervalNanoseconds)
    {
        if (simulatedLatency is { } latency)
        {
            (AgeNanoseconds, Comparable) = (latency.Ticks * TimeSpan.NanosecondsPerTick, true);
            return;
        }
        DateTimeOffset now = time.GetUtcNow();
        TimeSpan drift = now - _wallAtStart - time.GetElapsedTime(_monotonicAtStart);
        if ((drift - _stepsSeen).Duration() > LargestStep)
        {
            // Somebody set the clock: what was learned about the robot's clock is worth nothing now.
            _stepsSeen = drift;
            _smallestAge = long.MaxValue;
        }
        long nowNanoseconds = (now - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        AgeNanoseconds = nowNanoseconds - timestampNanoseconds;
        _smallestAge = Math.Min(_smallestAge, AgeNanoseconds);
        Comparable = _smallestAge >= -intervalNanoseconds
            && _smallestAge <= LargestOffset.Ticks * TimeSpan.NanosecondsPerTick;
    }

    /// <summary>How many of a chunk's first rows to leave out; at least one row stays.</summary>
    public int Count(long intervalNanoseconds, int rows)
    {
        if (!Comparable || AgeNanoseconds <= 0)
            return 0;
        double passed = Math.Round((double)AgeNanoseconds / intervalNanoseconds, MidpointRounding.ToEven);
        return (int)Math.Min(passed, rows - 1);
    }

    /// <summary>Whether even the chunk's last row lies in the past.</summary>
    public bool AllPassed(long intervalNanoseconds, int rows) =>
        Comparable && AgeNanoseconds > intervalNanoseconds * rows;
}
