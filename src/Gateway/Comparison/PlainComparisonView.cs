using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison;

/// <summary>Plain lines for files, pipes and build logs.</summary>
/// <param name="progress">Gets what is under way.</param>
/// <param name="result">Gets what was found; null where it goes elsewhere.</param>
internal sealed class PlainComparisonView(TextWriter progress, TextWriter? result) : IComparisonView
{
    // A line each tenth.
    private const int Lines = 10;

    public void Say(string line) => progress.WriteLine(line);

    public void Follow(Action<Action<double>> work)
    {
        int said = 0;
        work(share =>
        {
            int tenth = (int)(share * Lines);
            if (tenth <= said)
                return;
            said = tenth;
            progress.WriteLine($"  {tenth * (100 / Lines)} %");
        });
    }

    public void Show(ComparisonReport report)
    {
        if (result is null)
            return;
        foreach (string line in ComparisonTable.Lines(report))
            result.WriteLine(line);
        result.WriteLine();
        Write(result, [
            [.. ComparisonTable.JointHeads, ""],
            .. ComparisonTable.Joints(report).Select(
                row => (string[])[.. row.Cells, row.Different ? "different" : ""]),
        ]);
        result.WriteLine();
        Write(result, [[.. ComparisonTable.TimeHeads], .. ComparisonTable.Times(report)]);
        result.WriteLine();
        result.WriteLine($"{report.Verdict.Outcome}".ToLowerInvariant());
        foreach (string reason in report.Verdict.Reasons)
            result.WriteLine($"  {reason}");
    }

    private static void Write(TextWriter output, string[][] rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(row => row[i].Length))];
        foreach (string[] row in rows)
        {
            var cells = row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }
}
