using PolicyGate.Gateway.Charts;

namespace PolicyGate.Gateway.Comparison.Page;

/// <summary>One joint of both sides over steps or seconds: A a solid line, B a dashed one on top of it.</summary>
/// <param name="width">Of the drawing; its height is the same always.</param>
internal sealed class OverlayChart(double width)
{
    // A joint that stands still is drawn as standing still, not as noise.
    private const double LeastSpan = 0.05;

    // The first mark carries the unit, and needs this much.
    private const double PixelsToMark = 70;

    // Narrower than a pixel on a large screen; a longer line keeps the least and the most of each stretch.
    private const int MostPoints = 600;

    private readonly ChartFrame _frame = new(width, 150, Left: 44, Right: 10, Top: 10, Bottom: 22);

    /// <summary>Short upright marks, by the horizontal axis.</summary>
    public IReadOnlyList<double> Seams { get; init; } = [];

    /// <summary>Drawn as a band around A; 0 for none.</summary>
    public double Tolerance { get; init; }

    /// <param name="html">Gets the chart.</param>
    /// <param name="label">What it shows, for those who do not see it.</param>
    /// <param name="a">Empty where A has none.</param>
    /// <param name="b">Likewise.</param>
    /// <param name="first">Of the first value, by the horizontal axis.</param>
    /// <param name="step">Between two values.</param>
    /// <param name="unit">Of the horizontal axis, after its first mark.</param>
    public void Write(
        HtmlWriter html, string label, ReadOnlySpan<float> a, ReadOnlySpan<float> b,
        double first, double step, string unit)
    {
        int count = Math.Max(Math.Max(a.Length, b.Length), 2);
        SvgAxis x = _frame.Across(first, first + ((count - 1) * step));
        SvgAxis y = Vertical(a, b);
        _frame.Begin(html, "overlay", label);
        _frame.WriteLevels(html, y, 4);
        _frame.WriteMarks(html, x.Marks((int)(width / PixelsToMark)), x, unit);
        foreach (double seam in Seams)
            html.Write($"<path class=\"seam\" d=\"M{x.At(seam)} {y.From}v-6\"/>");
        if (Tolerance > 0)
            WriteBand(html, a, x, y, step);
        WriteLine(html, "line-a", a, x, y, step);
        WriteLine(html, "line-b", b, x, y, step);
        html.Write($"</svg>");
    }

    private SvgAxis Vertical(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        (double low, double high) = (double.MaxValue, double.MinValue);
        foreach (ReadOnlyMemory<float> side in (ReadOnlyMemory<float>[])[a.ToArray(), b.ToArray()])
        {
            foreach (float value in side.Span)
            {
                if (float.IsFinite(value))
                    (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
        }
        if (low > high)
            (low, high) = (0, 0);
        double span = Math.Max(high - low, LeastSpan) * 1.12;
        double middle = (low + high) / 2;
        return _frame.Up(middle - (span / 2), middle + (span / 2));
    }

    private void WriteBand(HtmlWriter html, ReadOnlySpan<float> a, SvgAxis x, SvgAxis y, double step)
    {
        if (a.Length < 2 || !Finite(a))
            return;
        html.Write($"<polygon class=\"band\" points=\"");
        for (int i = 0; i < a.Length; i++)
            html.Write($"{x.At(x.Low + (i * step))},{y.At(Math.Min(a[i] + Tolerance, y.High))} ");
        for (int i = a.Length - 1; i >= 0; i--)
            html.Write($"{x.At(x.Low + (i * step))},{y.At(Math.Max(a[i] - Tolerance, y.Low))} ");
        html.Write($"\"/>");
    }

    private static void WriteLine(
        HtmlWriter html, string style, ReadOnlySpan<float> values, SvgAxis x, SvgAxis y, double step)
    {
        int stretch = (values.Length + (MostPoints / 2) - 1) / (MostPoints / 2);
        bool open = false;
        for (int i = 0; i < values.Length; i += values.Length <= MostPoints ? 1 : stretch)
        {
            ReadOnlySpan<float> part = values.Length <= MostPoints
                ? values.Slice(i, 1)
                : values.Slice(i, Math.Min(stretch, values.Length - i));
            // A line through a NaN would be a line through nothing: it ends, and begins again after it.
            if (!Finite(part))
            {
                if (open)
                    html.Write($"\"/>");
                open = false;
                continue;
            }
            if (!open)
                html.Write($"<polyline class=\"{style}\" points=\"");
            open = true;
            WritePart(html, part, x.At(x.Low + (i * step)), y);
        }
        if (open)
            html.Write($"\"/>");
    }

    private static void WritePart(HtmlWriter html, ReadOnlySpan<float> part, double at, SvgAxis y)
    {
        (float low, float high) = (part[0], part[0]);
        foreach (float value in part)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        html.Write($"{at},{y.At(low)} ");
        if (high != low)
            html.Write($"{at},{y.At(high)} ");
    }

    private static bool Finite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                return false;
        }
        return true;
    }
}
