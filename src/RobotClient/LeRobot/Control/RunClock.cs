namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>Nanoseconds of the clock that does not jump: all of a run's moments, ages and spans are by it.</summary>
internal sealed class RunClock(TimeProvider time)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    public TimeProvider Time => time;

    /// <summary>On Linux exactly <c>CLOCK_MONOTONIC</c>.</summary>
    public long Now => time.TimestampFrequency == NanosecondsPerSecond
        ? time.GetTimestamp()
        : (long)((Int128)time.GetTimestamp() * NanosecondsPerSecond / time.TimestampFrequency);

    public static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;

    public static double Seconds(long nanoseconds) => nanoseconds / (double)NanosecondsPerSecond;
}
