namespace PolicyGate.Gateway.Charts;

/// <summary>A chart's size and margins, and the marks on its axes.</summary>
internal sealed record ChartFrame(double Width, double Height, double Left, double Right, double Top, double Bottom)
{
    // Text stands on its base line: this far below the middle of what it names.
    private const double TextDrop = 3;

    public SvgAxis Across(double low, double high) => new(low, high, Left, Width - Right);

    public SvgAxis Up(double low, double high) => new(low, high, Height - Bottom, Top);

    /// <param name="html">Gets the <c>svg</c>, open.</param>
    /// <param name="style">Its class.</param>
    /// <param name="label">What it shows, for those who do not see it.</param>
    public void Begin(HtmlWriter html, string style, string label)
    {
        html.Write($"<svg class=\"{style}\" viewBox=\"0 0 {Width:0.#} {Height:0.#}\" role=\"img\" ");
        html.Write($"aria-label=\"{label}\">\n");
    }

    /// <summary>Lines from left to right, each with its value.</summary>
    public void WriteLevels(HtmlWriter html, SvgAxis y, int wanted, string unit = "")
    {
        foreach (double value in y.Marks(wanted))
        {
            double at = y.At(value);
            html.Write($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{at}\" y2=\"{at}\"/>");
            html.Write($"<text class=\"mark end\" x=\"{Left - 5}\" y=\"{at + TextDrop:0.#}\">");
            html.Write($"{value:0.####}{unit}</text>\n");
        }
    }

    /// <summary>Values below the lower edge, the first with the unit.</summary>
    public void WriteMarks(HtmlWriter html, IEnumerable<double> values, SvgAxis x, string unit)
    {
        foreach (double value in values)
        {
            html.Write($"<text class=\"mark middle\" x=\"{x.At(value)}\" y=\"{Height - Bottom + 16:0.#}\">");
            html.Write($"{value:0.####} {unit}</text>\n");
            unit = "";
        }
    }
}
