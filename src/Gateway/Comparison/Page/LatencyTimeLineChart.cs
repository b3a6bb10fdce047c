using PolicyGate.Gateway.Charts;
using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Page;

/// <summary>Both sides' times over the run: drift, pauses and warm-up that a histogram hides.</summary>
internal sealed class LatencyTimeLineChart(LatencyComparison times)
{
    // One pause would press all else flat: what is above stands on the upper edge.
    private const double MostOfP99 = 2;

    private static readonly ChartFrame Frame = new(560, 190, Left: 40, Right: 12, Top: 14, Bottom: 24);

    private readonly LatencyTimeLine _line = times.TimeLine;

    public void Write(HtmlWriter html, string name)
    {
        if (_line.FirstTick.Count == 0)
        {
            html.Write($"<p class=\"dim\">not timed</p>");
            return;
        }
        double slowest = Math.Max(times.A.Max, times.B.Max);
        double highest = Math.Min(slowest * 1.05, Math.Max(times.A.P99, times.B.P99) * MostOfP99);
        SvgAxis x = Frame.Across(_line.FirstTick[0], Math.Max(_line.FirstTick[^1], _line.FirstTick[0] + 1));
        SvgAxis y = Frame.Up(0, Math.Max(highest, 1e-3));
        Frame.Begin(html, "times", $"{name}: milliseconds over the run, A and B");
        Frame.WriteLevels(html, y, 4);
        Frame.WriteMarks(html, x.Marks(6).Where(double.IsInteger), x, "ticks");
        WriteDots(html, "dot-a", _line.MaxA, x, y);
        WriteDots(html, "dot-b", _line.MaxB, x, y);
        WriteMedians(html, "line-a", _line.MedianA, x, y);
        WriteMedians(html, "line-b", _line.MedianB, x, y);
        html.Write($"</svg>");
        if (slowest > highest)
        {
            html.Write($"<p class=\"dim\">Triangles on the upper edge are slower than it, up to ");
            html.Write($"{Quantity.Number(slowest)} ms.</p>");
        }
    }

    private void WriteMedians(HtmlWriter html, string style, IReadOnlyList<double> medians, SvgAxis x, SvgAxis y)
    {
        html.Write($"<polyline class=\"{style} thin\" points=\"");
        for (int i = 0; i < medians.Count; i++)
            html.Write($"{x.At(_line.FirstTick[i])},{y.At(Math.Min(medians[i], y.High))} ");
        html.Write($"\"/>");
    }

    private void WriteDots(HtmlWriter html, string style, IReadOnlyList<double> slowest, SvgAxis x, SvgAxis y)
    {
        html.Write($"<path class=\"{style}\" d=\"");
        for (int i = 0; i < slowest.Count; i++)
        {
            double at = x.At(_line.FirstTick[i]);
            if (slowest[i] > y.High)
                html.Write($"M{at} {Frame.Top - 8}l3 5h-6z");
            else
                html.Write($"M{at} {y.At(slowest[i])}h0"); // a stroke of no length with a round cap is a dot
        }
        html.Write($"\"/>");
    }
}
