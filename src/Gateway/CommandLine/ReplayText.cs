using PolicyGate.Formats;
using PolicyGate.Gateway.Replay;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>A replay for people. What of it is the recording's is made printable: it may be a stranger's.</summary>
internal static class ReplayText
{
    private const int MostJoints = 20;

    /// <summary>One tick that is not the same.</summary>
    public static string Line(ReplayedTickReport tick)
    {
        string what = string.Join(", ", tick.Differs.Select(part => part.ToLowerInvariant()));
        string outcome = tick.Recorded is { } recorded && recorded != tick.Played
            ? $", {Word(recorded)} then and {Word(tick.Played)} now"
            : "";
        string values = tick.Difference is { } difference
            ? $", by {Size(difference)} at most, at row {tick.Row} of {tick.Joint}"
            : "";
        string error = tick.Error is null ? "" : $" ({tick.Error})";
        string excuse = tick.Excused ? "; as it may, for ticks before it are missing" : "";
        return Printable.Text($"{tick.Session} tick {tick.Tick}: other {what}{outcome}{values}{error}{excuse}");
    }

    public static void Write(ReplayReport report, TextWriter output)
    {
        foreach (string note in report.Notes)
            output.WriteLine(Printable.Text(note));
        foreach (string unreadable in report.Unreadable)
            output.WriteLine(Printable.Text($"left out: {unreadable}"));
        foreach (JointDifference joint in report.Joints.Take(MostJoints))
        {
            output.WriteLine(Printable.Text(
                $"{joint.Joint} differs in {joint.Ticks} ticks, by {Size(joint.Largest)} at most"));
        }
        if (report.DifferentTicks + report.ExcusedTicks > report.Worst.Count)
        {
            output.WriteLine("the worst:");
            foreach (ReplayedTickReport worst in report.Worst)
                output.WriteLine($"  {Line(worst)}");
        }
        string excused = report.ExcusedTicks == 0
            ? ""
            : $", {report.ExcusedTicks} differ as they may, for ticks before them are missing";
        output.WriteLine($"{report.Ticks} ticks of {report.Sessions} sessions in {report.Seconds:0.00} s: "
            + $"{report.SameTicks} the same bit for bit, {report.DifferentTicks} different{excused}");
    }

    private static string Size(double difference) =>
        difference == double.MaxValue ? "what is no number" : $"{difference:G4}";

    private static string Word(Sessions.TickOutcome outcome) => $"a {outcome.ToString().ToLowerInvariant()}";
}
