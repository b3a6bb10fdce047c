using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison;

/// <summary>A report's figures as rows of words, for any terminal.</summary>
internal static class ComparisonTable
{
    public static IReadOnlyList<string> JointHeads { get; } =
        ["joint", "max", "mean", "p95", "as sent", "jerk A", "jerk B", "seam A", "seam B"];

    public static IReadOnlyList<string> TimeHeads { get; } =
        ["ms", "p50 A", "p50 B", "p95 A", "p95 B", "B less A", "99 %"];

    /// <summary>Joints that differ first, then the others as they come.</summary>
    public static IEnumerable<(bool Different, string[] Cells)> Joints(ComparisonReport report) => report.Joints
        .OrderByDescending(joint => joint.IsDifferent).Select(joint => (joint.IsDifferent, new[]
        {
            joint.Name, Length(joint.Model.Max), Length(joint.Model.Mean), Length(joint.Model.P95),
            Length(joint.Sent.Max), $"{joint.A.JerkRms:0.0}", $"{joint.B.JerkRms:0.0}",
            Length(joint.A.SeamJumpMax), Length(joint.B.SeamJumpMax),
        }));

    public static IEnumerable<string[]> Times(ComparisonReport report) =>
        [Time("whole tick", report.Tick), Time("model alone", report.Run)];

    /// <summary>What does not go into columns.</summary>
    public static IEnumerable<string> Lines(ComparisonReport report)
    {
        ComparedInput input = report.Input;
        yield return $"{input.Name}: {input.Ticks} ticks in {input.Episodes} episodes; {input.Compared} compared,"
            + $" {input.Identical} of them bit for bit the same";
        if (input.UnreadableCount > 0)
        {
            yield return $"{input.UnreadableCount} left out:";
            foreach (string line in input.Unreadable.Take(5))
                yield return $"  {line}";
            if (input.UnreadableCount > 5)
                yield return $"  and {input.UnreadableCount - 5} more, in {ComparisonReport.FileName}";
        }
        foreach (string note in report.Shared.Notes)
            yield return note;
        yield return Side(report.A);
        yield return Side(report.B);
    }

    private static string Side(ComparedSide side) =>
        $"{side.Name}: {side.Policy} on {side.Backend} ({side.Engine}, {side.Device}): loaded in"
        + $" {side.LoadMilliseconds:0} ms, {side.MemoryBytes / 1e6:0} MB; {side.Counts.Chunks} chunks,"
        + $" {side.Counts.Skips} skips, {side.Counts.Holds} holds, guard at work on {side.Counts.LimitedTicks} ticks";

    private static string[] Time(string name, LatencyComparison times) =>
    [
        name, $"{times.A.P50:0.00}", $"{times.B.P50:0.00}", $"{times.A.P95:0.00}", $"{times.B.P95:0.00}",
        $"{times.MedianDifference.Estimate:+0.00;-0.00}",
        $"{times.MedianDifference.Low:+0.00;-0.00} to {times.MedianDifference.High:+0.00;-0.00}",
    ];

    private static string Length(double value) =>
        value == 0 ? "0" : value < 1e-3 ? $"{value:0.0e+0}" : $"{value:0.0000}";
}
