using PolicyGate.RobotClient.Measurement;
using PolicyGate.RobotClient.OpenArm.Drive;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>A run's figures for people.</summary>
internal static class DriveFigures
{
    public static void Write(DriveReport report, TextWriter output)
    {
        string robots = report.Robots == 1 ? "1 robot" : $"{report.Robots} robots";
        output.WriteLine($"{robots}, {report.Seconds:0.0} s, {report.RateHz:0.00} observations a second each, "
            + $"{report.CoresUsed:0.00} cores used here");
        output.WriteLine($"sent {report.Sent}, chunks {report.Chunks}, skips {report.Skips}, holds {report.Holds}, "
            + $"lost {report.Lost}, malformed {report.Malformed}, late {report.Late}, missed {report.Missed}");
        foreach ((string code, long count) in report.Errors)
            output.WriteLine($"error {code}: {count}");
        if (report.Unconnected > 0)
            output.WriteLine($"robots that found no server: {report.Unconnected}");
        output.WriteLine($"{"milliseconds",-16}{"p50",10}{"p99",10}{"p99.9",10}{"max",10}");
        Write("round trip", report.RoundTripMilliseconds, output);
        Write("sent after due", report.DelayMilliseconds, output);
        foreach (DriveStage stage in report.Stages)
            Write("  " + stage.Name, stage.Milliseconds, output);
        output.WriteLine($"{"radians",-16}{"p50",10}{"p99",10}{"p99.9",10}{"max",10}");
        Write("jump at a seam", report.SeamJumpRadians, output);
        Write("step in a chunk", report.RowStepRadians, output);
        foreach (string problem in report.Problems)
            output.WriteLine($"problem: {problem}");
    }

    private static void Write(string name, Distribution figures, TextWriter output) => output.WriteLine(
        $"{name,-16}{figures.P50,10:0.000}{figures.P99,10:0.000}{figures.P999,10:0.000}{figures.Max,10:0.000}");
}
