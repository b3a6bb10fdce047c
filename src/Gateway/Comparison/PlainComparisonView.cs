using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison;

/// <summary>Plain lines for files, pipes and build logs.</summary>
/// <param name="progress">Gets what is under way.</param>
/// <param name="result">Gets what was found; null where it goes elsewhere.</param>
internal sealed class PlainComparisonView(TextWriter progress, TextWriter? result) : IComparisonView
{
    private const int NameCells = 20;
    private const int Cells = 11;

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
        Write(result, ComparisonTable.JointHeads);
        foreach ((bool different, string[] cells) in ComparisonTable.Joints(report))
            Write(result, [.. cells, different ? "  different" : ""]);
        result.WriteLine();
        Write(result, ComparisonTable.TimeHeads);
        foreach (string[] cells in ComparisonTable.Times(report))
            Write(result, cells);
        result.WriteLine();
        result.WriteLine($"{report.Verdict.Outcome}".ToLowerInvariant());
        foreach (string reason in report.Verdict.Reasons)
            result.WriteLine($"  {reason}");
    }

    private static void Write(TextWriter output, IReadOnlyList<string> cells)
    {
        output.Write(cells[0].PadRight(NameCells));
        foreach (string cell in cells.Skip(1))
            output.Write(cell.PadLeft(Cells));
        output.WriteLine();
    }
}
