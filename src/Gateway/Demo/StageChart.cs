using System.Text;
using PolicyGate.Gateway.Charts;
using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Gateway.Demo;

/// <summary>Where each tick's round trip went: a stacked bar a tick, milliseconds upwards.</summary>
internal static class StageChart
{
    private const double Width = 1120;
    private const double Height = 260;
    private const double Left = 44;
    private const double Bottom = 30;
    private const double Top = 26;

    // A cold first tick would press all others flat: what is above is cut off and labelled.
    private const double MostOfMedian = 3;

    public static string Draw(DemoTally tally)
    {
        double slowest = tally.RoundTrip(100).TotalMilliseconds;
        double highest = Math.Min(slowest * 1.05, tally.RoundTrip(50).TotalMilliseconds * MostOfMedian);
        var y = new SvgAxis(0, Math.Max(highest, 0.1), Height - Bottom, Top);
        var svg = new StringBuilder();
        svg.Append($"<svg class=\"stages\" viewBox=\"0 0 {Width:0} {Height:0}\" role=\"img\" ");
        svg.Append("aria-label=\"Milliseconds by stage for each tick\">");
        foreach (double value in y.Marks(5))
        {
            svg.Append($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width}\" ");
            svg.Append($"y1=\"{y.At(value)}\" y2=\"{y.At(value)}\"/>");
            svg.Append($"<text class=\"mark end\" x=\"{Left - 6}\" y=\"{y.At(value) + 3}\">{value:0.##}</text>");
        }
        double slot = (Width - Left) / tally.Expected;
        for (int i = 0; i < tally.Ticks.Count; i++)
            DrawBar(svg, tally.Ticks[i], i, Left + (i * slot), slot, y);
        return svg.Append("</svg>").ToString();
    }

    private static void DrawBar(StringBuilder svg, DemoTick tick, int index, double left, double slot, SvgAxis y)
    {
        double bar = Math.Round(slot * 0.68, 1);
        double x = Math.Round(left + ((slot - bar) / 2), 1);
        svg.Append($"<g><title>{Summary(tick, index)}</title>");
        (double below, int number) = (0, 0);
        foreach (OpenArmStage stage in tick.Stages())
        {
            double top = y.At(Math.Min(below + stage.Milliseconds, y.High));
            double height = Math.Round(y.At(Math.Min(below, y.High)) - top, 1);
            svg.Append($"<rect class=\"{Style(stage.Name, number++)}\" x=\"{x}\" y=\"{top}\" width=\"{bar}\" ");
            svg.Append($"height=\"{height}\"/>");
            below += stage.Milliseconds;
        }
        svg.Append("</g>");
        if (below > y.High)
            svg.Append($"<text class=\"over middle\" x=\"{x + (bar / 2):0.#}\" y=\"{Top - 8}\">{below:0}</text>");
        if (index == 0 || tick.Recorded.First || index % 4 == 0)
            svg.Append($"<text class=\"mark middle\" x=\"{x + (bar / 2):0.#}\" y=\"{Height - 14}\">{index}</text>");
        if (tick.Recorded.First && index > 0)
        {
            svg.Append($"<line class=\"begin\" x1=\"{left:0.#}\" x2=\"{left:0.#}\" y1=\"{Top}\" ");
            svg.Append($"y2=\"{Height - Bottom}\"/>");
        }
    }

    /// <summary>The style of a stage's bar and key; stages come in one order, the rest last.</summary>
    public static string Style(string stage, int number) =>
        stage == StageNames.Rest ? "stage rest" : $"stage s{number % 6}";

    private static string Summary(DemoTick tick, int index) =>
        $"tick {index}: {tick.RoundTrip.TotalMilliseconds:0.00} ms = "
        + string.Join(" + ", tick.Stages().Select(stage => $"{stage.Name} {stage.Milliseconds:0.00}"));
}
