using PolicyGate.RobotClient.OpenArm;
using Spectre.Console;

namespace PolicyGate.Gateway.Demo;

/// <summary>A table on a terminal, redrawn at each answer.</summary>
internal sealed class LiveTableView(IAnsiConsole console) : IDemoView
{
    private const int BarCells = 28;

    // Names, figures, bars and the longest description with their borders.
    private const int WidthWithDescriptions = 118;

    public void Say(string line) => console.WriteLine(line);

    public Task FollowAsync(DemoTally tally, Func<Action, Task> play) =>
        console.Live(Draw(tally)).StartAsync(live => play(() =>
        {
            live.UpdateTarget(Draw(tally));
            live.Refresh();
        }));

    private Table Draw(DemoTally tally)
    {
        Table table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey).HideHeaders()
            .AddColumn("").AddColumn(new TableColumn("").RightAligned()).AddColumn("");
        bool described = console.Profile.Width >= WidthWithDescriptions;
        if (described)
            table.AddColumn("");
        AddRow("observations", $"{tally.Observations}", Bar("green", tally.Observations, tally.Expected), Place(tally));
        AddRow("chunks", $"{tally.Chunks}", Difference(tally), "from the recorded right ones, at most");
        AddRow("skips", $"{tally.Skips.Values.Sum()}", Skips(tally), "");
        AddRow("rows dropped", $"{tally.LateRows}", "", "of 33 ms, past when the answer came");
        AddRow("round trip p50", Milliseconds(tally.RoundTrip(50)), "", "request out to answer in");
        AddRow("round trip p99", Milliseconds(tally.RoundTrip(99)), "", "");
        table.AddEmptyRow();
        IReadOnlyList<OpenArmStage> stages = tally.Stages(50);
        double most = stages.Count == 0 ? 0 : stages.Max(stage => stage.Milliseconds);
        foreach (OpenArmStage stage in stages)
        {
            AddRow($"{Markup.Escape(stage.Name)} p50", $"{stage.Milliseconds:0.00} ms",
                Bar("blue", stage.Milliseconds, most), StageNames.Describe(stage.Name));
        }
        return table;

        void AddRow(string name, string value, string picture, string description)
        {
            if (described)
                table.AddRow(name, value, picture, $"[grey]{Markup.Escape(description)}[/]");
            else
                table.AddRow(name, value, picture);
        }
    }

    private static string Bar(string colour, double value, double full)
    {
        int cells = full <= 0 ? 0 : (int)Math.Round(value / full * BarCells);
        return $"[{colour}]{new string('━', cells)}[/]{new string(' ', BarCells - cells)}";
    }

    private static string Place(DemoTally tally) => tally.Ticks.Count == 0
        ? $"of {tally.Expected}, waiting for the first answer"
        : $"of {tally.Expected}, episode {tally.Ticks[^1].Recorded.Episode + 1}";

    private static string Difference(DemoTally tally) => tally.LargestDifference is double difference
        ? $"[{(difference <= DemoTally.Tolerance ? "green" : "red")}]{difference:0.0e+0} rad[/]"
        : "";

    private static string Skips(DemoTally tally) => Markup.Escape(
        string.Join(", ", tally.Skips.Select(skip => $"{skip.Key} ×{skip.Value}")));

    private static string Milliseconds(TimeSpan time) => $"{time.TotalMilliseconds:0.0} ms";
}
