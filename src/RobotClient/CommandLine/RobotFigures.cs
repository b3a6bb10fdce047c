using PolicyGate.Formats;
using PolicyGate.RobotClient.LeRobot;
using PolicyGate.RobotClient.Measurement;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary>A run's figures for people; docs/drive-a-robot.md says what each means.</summary>
internal static class RobotFigures
{
    public static void Write(LeRobotClientReport report, double fps, TextWriter output)
    {
        output.WriteLine($"{report.Seconds:0.0} s at {fps:0.##} Hz: {report.Periods} control periods, "
            + $"{report.Executed} actions executed");
        output.WriteLine($"observations sent {report.Observations}, passed over {report.PassedOver}; "
            + $"chunks {report.Chunks}, refused {report.Refused.Values.Sum()}, actions left out {report.Dropped}");
        output.WriteLine($"holds {report.Gaps}, {report.GapSeconds:0.00} s in all, {report.LongestGapSeconds:0.00} s "
            + $"the longest; reconnects {report.Reconnects}; overruns {report.Overruns}");
        if (report.NotFinite > 0)
            output.WriteLine($"observations with a position that is no number, not sent: {report.NotFinite}");
        if (report.IsQueueCut)
            output.WriteLine($"the queue's sizes are those of the first {report.QueueSizes.Count} actions");
        Write("refused", report.Refused, output);
        Write("limited", report.Limited, output);
        output.WriteLine($"{"milliseconds",-22}{"p50",10}{"p99",10}{"p99.9",10}{"max",10}");
        Write("period begins late by", report.JitterMilliseconds, output);
        Write("period is off by", report.PeriodErrorMilliseconds, output);
        Write("observation to chunk", report.AnswerMilliseconds, output);
        Write("robot observes in", report.ObserveMilliseconds, output);
        Write("robot acts in", report.ActMilliseconds, output);
    }

    private static void Write(string what, IReadOnlyDictionary<string, long> counts, TextWriter output)
    {
        foreach ((string name, long count) in counts.OrderByDescending(entry => entry.Value))
            output.WriteLine($"{what}: {Printable.Text(name)}: {count}");
    }

    private static void Write(string name, Distribution figures, TextWriter output) => output.WriteLine(
        $"{name,-22}{figures.P50,10:0.000}{figures.P99,10:0.000}{figures.P999,10:0.000}{figures.Max,10:0.000}");
}
