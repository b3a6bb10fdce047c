using PolicyGate.Gateway.Live;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Http.Api;

/// <summary>Makes of a robot's last ticks what is told of it at a glance.</summary>
internal static class RobotSummary
{
    private const int RecentTicks = 60;
    private const int Total = 6;

    private static readonly TimeSpan RateSpan = TimeSpan.FromSeconds(2);

    public static RobotReport Of(LiveRobot robot, TimeProvider time)
    {
        List<LiveTick> ticks = TicksOf(robot);
        LiveTick? last = ticks.Count == 0 ? null : ticks[^1];
        long[] totals = [.. ticks.Select(tick => tick.Stages[Total]).Where(total => total > 0).Order()];
        LiveTick[] stopped = [.. ticks.Where(tick => tick.Outcome is not TickOutcome.Chunk)];
        LiveCounts counts = robot.Counts;
        return new RobotReport(robot.Name, robot.Wire.ToString(), robot.Route, robot.Since, robot.LeftAt)
        {
            Policy = last?.Policy,
            Version = last?.Version,
            InPlaceOf = last?.InPlaceOf,
            LastTick = last?.At,
            Rate = RateOf(ticks, robot.LeftAt ?? time.GetUtcNow()),
            P50 = Quantile(totals, 0.5, time),
            P99 = Quantile(totals, 0.99, time),
            Recent = string.Concat(ticks.TakeLast(RecentTicks).Select(tick => LetterOf(tick.Outcome))),
            LastReason = stopped.Length == 0 ? null : LiveCounts.NameOf(stopped[^1].Reason),
            LastError = robot.LastError,
            Episodes = counts.Episodes,
            Chunks = counts.Chunks,
            Skips = counts.Skips,
            Holds = counts.Holds,
            LateRows = counts.LateRows,
            LimitedRows = counts.LimitedRows,
            Cameras = robot.Pictures is { } pictures ? [.. pictures.Cameras] : null,
        };
    }

    private static List<LiveTick> TicksOf(LiveRobot robot)
    {
        List<LiveTick> ticks = [];
        if (robot.Ring is not { } ring)
            return ticks;
        for (long number = ring.Oldest, next = ring.Next; number < next; number++)
        {
            if (ring.TryRead(number, out LiveTick tick))
                ticks.Add(tick);
        }
        return ticks;
    }

    /// <summary>Of a fast robot the ring may end within the span.</summary>
    private static double RateOf(List<LiveTick> ticks, DateTimeOffset now)
    {
        int within = ticks.Count(tick => tick.At > now - RateSpan);
        if (within < 2)
            return within / RateSpan.TotalSeconds;
        TimeSpan covered = within == ticks.Count ? now - ticks[0].At : RateSpan;
        return Math.Round(within / Math.Max(covered.TotalSeconds, 0.001), 2);
    }

    private static double? Quantile(long[] sorted, double part, TimeProvider time) => sorted.Length == 0
        ? null
        : Math.Round(sorted[(int)Math.Ceiling(part * (sorted.Length - 1))] / (double)time.TimestampFrequency, 7);

    private static char LetterOf(TickOutcome outcome) => outcome switch
    {
        TickOutcome.Chunk => 'c',
        TickOutcome.Skip => 's',
        _ => 'h',
    };
}
