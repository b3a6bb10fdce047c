using PolicyGate.Gateway.Charts;

namespace PolicyGate.Gateway.Comparison.Page;

/// <summary>Which line is whose: by its stroke as well as by its colour.</summary>
internal static class LineKeys
{
    public static void Write(HtmlWriter html) => html.Write($"""
        <p class="legend"><svg class="stroke" viewBox="0 0 28 6" aria-hidden="true"><line class="line-a" x1="1" x2="27"
        y1="3" y2="3"/></svg>A<svg class="stroke" viewBox="0 0 28 6" aria-hidden="true"><line class="line-b" x1="1"
        x2="27" y1="3" y2="3"/></svg>B</p>

        """);
}
