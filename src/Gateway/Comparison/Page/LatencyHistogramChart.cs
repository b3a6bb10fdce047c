using PolicyGate.Gateway.Charts;
using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Page;

/// <summary>Both sides' times on one axis: how many ticks took how long, and where the medians are.</summary>
internal sealed class LatencyHistogramChart(LatencyComparison times)
{
    private const double LabelA = 14;
    private const double LabelB = 30;
    private const double LabelWidth = 80;

    // Above is room for the medians' labels, each on a line of its own.
    private static readonly ChartFrame Frame = new(560, 230, Left: 40, Right: 12, Top: 40, Bottom: 24);

    private readonly IReadOnlyList<double> _edges = times.Histogram.EdgesMilliseconds;

    public void Write(HtmlWriter html, string name)
    {
        if (_edges.Count < 2 || _edges[^1] <= _edges[0])
        {
            html.Write($"<p class=\"dim\">not timed</p>");
            return;
        }
        double[] a = Shares(times.Histogram.A);
        double[] b = Shares(times.Histogram.B);
        SvgAxis x = Frame.Across(_edges[0], _edges[^1]);
        SvgAxis y = Frame.Up(0, Math.Max(1, a.Concat(b).Max()) * 1.05);
        Frame.Begin(html, "histogram", $"{name}: share of ticks by milliseconds, A and B");
        Frame.WriteLevels(html, y, 4, " %");
        Frame.WriteMarks(html, x.Marks(7), x, "ms");
        WriteArea(html, "area-a", a, x, y);
        WriteArea(html, "area-b", b, x, y);
        WriteMedians(html, x);
        html.Write($"</svg>");
    }

    /// <summary>In percent of the side's ticks.</summary>
    private static double[] Shares(IReadOnlyList<int> counts)
    {
        double all = Math.Max(1, counts.Sum());
        return [.. counts.Select(count => 100 * count / all)];
    }

    private void WriteArea(HtmlWriter html, string style, double[] shares, SvgAxis x, SvgAxis y)
    {
        html.Write($"<path class=\"{style}\" d=\"M{x.At(_edges[0])} {y.At(0)}");
        for (int bin = 0; bin < shares.Length; bin++)
            html.Write($"V{y.At(shares[bin])}H{x.At(_edges[bin + 1])}");
        html.Write($"V{y.At(0)}\"/>");
    }

    /// <summary>The lower one's label to the left of its line, the higher one's to the right.</summary>
    private void WriteMedians(HtmlWriter html, SvgAxis x)
    {
        bool lowerA = times.A.P50 < times.B.P50;
        (double a, double b) = (At(times.A.P50), At(times.B.P50));
        html.Write($"<path class=\"median line-a\" d=\"M{a} {LabelA + 3}V{Frame.Height - Frame.Bottom}\"/>");
        html.Write($"<path class=\"median line-b\" d=\"M{b} {LabelB + 3}V{Frame.Height - Frame.Bottom}\"/>");
        WriteLabel("of-a", "A", times.A.P50, a, LabelA, lowerA);
        WriteLabel("of-b", "B", times.B.P50, b, LabelB, !lowerA);

        double At(double milliseconds) => x.At(Math.Clamp(milliseconds, x.Low, x.High));

        void WriteLabel(string style, string side, double milliseconds, double at, double y, bool before)
        {
            before = (before && at > LabelWidth) || at > Frame.Width - LabelWidth;
            html.Write($"<text class=\"label {style} {(before ? "end" : "start")}\" ");
            html.Write($"x=\"{(before ? at - 5 : at + 5):0.#}\" y=\"{y}\">");
            html.Write($"{side} {Quantity.Number(milliseconds)} ms</text>");
        }
    }
}
