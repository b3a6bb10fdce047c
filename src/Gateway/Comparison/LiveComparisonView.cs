using PolicyGate.Gateway.Comparison.Report;
using Spectre.Console;

namespace PolicyGate.Gateway.Comparison;

/// <summary>A bar and tables on a terminal.</summary>
internal sealed class LiveComparisonView(IAnsiConsole console) : IComparisonView
{
    public void Say(string line) => console.WriteLine(line);

    public void Follow(Action<Action<double>> work) => console.Progress()
        .AutoClear(enabled: true)
        .Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(context =>
        {
            ProgressTask bar = context.AddTask("both sides, by turns", maxValue: 1);
            work(share => bar.Value = share);
            bar.Value = 1;
        });

    public void Show(ComparisonReport report)
    {
        foreach (string line in ComparisonTable.Lines(report))
            console.WriteLine(line);
        Table joints = Create(ComparisonTable.JointHeads);
        foreach ((bool different, string[] cells) in ComparisonTable.Joints(report))
        {
            string colour = different ? "red" : "default";
            joints.AddRow([.. cells.Select(cell => $"[{colour}]{Markup.Escape(cell)}[/]")]);
        }
        console.Write(joints);
        Table times = Create(ComparisonTable.TimeHeads);
        foreach (string[] cells in ComparisonTable.Times(report))
            times.AddRow([.. cells.Select(Markup.Escape)]);
        console.Write(times);
        string verdict = report.Verdict.Outcome is VerdictOutcome.Same ? "green" : "red";
        console.MarkupLine($"[bold {verdict}]{$"{report.Verdict.Outcome}".ToLowerInvariant()}[/]");
        foreach (string reason in report.Verdict.Reasons)
            console.WriteLine($"  {reason}");
    }

    private static Table Create(IReadOnlyList<string> heads)
    {
        Table table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        foreach (string head in heads)
        {
            var column = new TableColumn(Markup.Escape(head));
            table.AddColumn(table.Columns.Count == 0 ? column : column.RightAligned());
        }
        return table;
    }
}
