using PolicyGate.RobotClient.OpenArm;
using Spectre.Console;

namespace PolicyGate.Gateway.Demo;

/// <summary>A table on a terminal, redrawn at each answer.</summary>
internal sealed class LiveTableView(IAnsiConsole console) : IDemoView
{
    private const int BarCells = 28;

    public void Say(string line) => console.WriteLine(line);

    public Task FollowAsync(DemoTally tally, Func<Action, Task> play) =>
        console.Live(Draw(tally)).StartAsync(live => play(() =>
        {
            live.UpdateTarget(Draw(tally));
            live.Refresh();
        }));

    private static Table Draw(DemoTally tally)
    {
        Table table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey).HideHeaders()
            .AddColumn("").AddColumn(new TableColumn("").RightAligned()).AddColumn("");
        table.AddRow(new Text("observations"), Value($"{tally.Observations}"), Progress(tally));
        table.AddRow("chunks", $"{tally.Chunks}", Difference(tally));
        table.AddRow("skips", $"{tally.Skips.Values.Sum()}", Skips(tally));
        table.AddRow("rows dropped", $"{tally.LateRows}", "[grey]their time had passed when the answer was ready[/]");
        table.AddRow("round trip p50", Milliseconds(tally.RoundTrip(50)), "");
        table.AddRow("round trip p99", Milliseconds(tally.RoundTrip(99)), "");
        table.AddEmptyRow();
        IReadOnlyList<OpenArmStage> stages = tally.Stages(50);
        double most = stages.Count == 0 ? 1 : Math.Max(stages.Max(stage => stage.Milliseconds), 1e-3);
        foreach (OpenArmStage stage in stages)
        {
            int cells = (int)Math.Round(stage.Milliseconds / most * BarCells);
            table.AddRow(
                Markup.Escape(stage.Name),
                $"{stage.Milliseconds:0.00} ms",
                $"[blue]{new string('━', cells)}[/] [grey]{Markup.Escape(StageNames.Describe(stage.Name))}[/]");
        }
        return table;
    }

    private static Text Value(string text) => new(text);

    private static Markup Progress(DemoTally tally)
    {
        int cells = tally.Expected == 0 ? 0 : tally.Observations * BarCells / tally.Expected;
        string place = tally.Ticks.Count == 0
            ? "waiting for the policy"
            : $"episode {tally.Ticks[^1].Recorded.Episode + 1}";
        return new Markup(
            $"[green]{new string('━', cells)}[/][grey]{new string('━', BarCells - cells)} "
            + $"{tally.Observations} of {tally.Expected}, {place}[/]");
    }

    private static string Difference(DemoTally tally) => tally.LargestDifference is double difference
        ? $"[{(difference <= DemoTally.Tolerance ? "green" : "red")}]at most {difference:0.0e+0} rad from the "
            + "recorded right ones[/]"
        : "";

    private static string Skips(DemoTally tally) => Markup.Escape(
        string.Join(", ", tally.Skips.Select(skip => $"{skip.Key} ×{skip.Value}")));

    private static string Milliseconds(TimeSpan time) => $"{time.TotalMilliseconds:0.0} ms";
}
