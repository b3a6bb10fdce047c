using PolicyGate.Gateway.Charts;
using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Page;

/// <summary>What of the input was left out, each with its reason.</summary>
internal static class UnreadableSection
{
    public static void Write(HtmlWriter html, ComparedInput input)
    {
        if (input.UnreadableCount == 0)
            return;
        html.Write($"""
            <section id="unreadable">
            <h2>Not readable, or not usable</h2>
            <p>{input.UnreadableCount} of the input, left out of all figures.</p>
            <ol class="unreadable">

            """);
        foreach (string line in input.Unreadable)
            html.Write($"<li>{line}</li>\n");
        html.Write($"</ol>\n");
        if (input.Unreadable.Count < input.UnreadableCount)
            html.Write($"<p class=\"dim\">The first {input.Unreadable.Count} of {input.UnreadableCount}.</p>\n");
        html.Write($"</section>\n");
    }
}
