using PolicyGate.Gateway.Charts;
using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Page;

/// <summary>How long both take: the engine alone, and the whole tick.</summary>
internal static class LatencySection
{
    public static void Write(HtmlWriter html, ComparisonReport report)
    {
        if (report.Run.A.Samples == 0 && report.Run.B.Samples == 0)
            return;
        html.Write($"""
            <section id="latency">
            <h2>Latency</h2>
            <p>Both sides' times for the same ticks, taken in turns in a random order, so that what slows the machine
            slows both. The intervals hold {report.Terms.Confidence * 100:0.#} %. B counts as slower only beyond
            {Quantity.Setting(report.Tolerance.SlowerPercent)} % and
            {Quantity.Setting(report.Tolerance.SlowerMilliseconds)} ms.</p>

            """);
        WriteTable(html, report);
        html.Write($"<div class=\"charts two\">\n");
        foreach ((string name, LatencyComparison times) in ((string, LatencyComparison)[])
            [("engine alone", report.Run), ("whole tick", report.Tick)])
        {
            html.Write($"<figure><figcaption>{name} <small>share of ticks by milliseconds</small></figcaption>");
            new LatencyHistogramChart(times).Write(html, name);
            html.Write($"</figure>\n");
        }
        foreach ((string name, LatencyComparison times) in ((string, LatencyComparison)[])
            [("engine alone", report.Run), ("whole tick", report.Tick)])
        {
            html.Write($"<figure><figcaption>{name} <small>milliseconds over the run: median of each stretch, ");
            html.Write($"dots its slowest tick</small></figcaption>");
            new LatencyTimeLineChart(times).Write(html, name);
            html.Write($"</figure>\n");
        }
        html.Write($"</div>\n</section>\n");
    }

    private static void WriteTable(HtmlWriter html, ComparisonReport report)
    {
        html.Write($"""
            <div class="wide" tabindex="0" role="region" aria-label="Latency"><table>
            <thead><tr><th scope="col">ms</th><th scope="col"></th><th scope="col" class="n">mean</th>
            <th scope="col" class="n">p50</th><th scope="col" class="n">p95</th><th scope="col" class="n">p99</th>
            <th scope="col" class="n">p99.9</th><th scope="col" class="n">max</th><th scope="col" class="n">ticks</th>
            <th scope="col" class="interval">B less A, median</th>
            <th scope="col" class="interval">B less A, p95</th></tr></thead>
            <tbody>

            """);
        WriteRows(html, "engine alone", report.Run);
        WriteRows(html, "whole tick", report.Tick);
        html.Write($"</tbody></table></div>\n");
    }

    private static void WriteRows(HtmlWriter html, string name, LatencyComparison times)
    {
        html.Write($"<tr><th scope=\"row\" rowspan=\"2\">{name}</th>");
        html.Write($"<td class=\"of-a\">A</td>");
        WriteFigures(html, times.A);
        html.Write($"<td class=\"interval\" rowspan=\"2\">");
        WriteInterval(html, times.MedianDifference);
        html.Write($"<br/>{Quantity.ChangeInPercent(times.MedianChange.Estimate)}</td>");
        html.Write($"<td class=\"interval\" rowspan=\"2\">");
        WriteInterval(html, times.P95Difference);
        html.Write($"</td></tr>\n<tr><td class=\"of-b\">B</td>");
        WriteFigures(html, times.B);
        html.Write($"</tr>\n");
    }

    private static void WriteFigures(HtmlWriter html, LatencyFigures figures)
    {
        foreach (double value in (double[])
            [figures.Mean, figures.P50, figures.P95, figures.P99, figures.P999, figures.Max])
        {
            html.Write($"<td class=\"n\">{Quantity.Number(value)}</td>");
        }
        html.Write($"<td class=\"n\">{figures.Samples}</td>");
    }

    private static void WriteInterval(HtmlWriter html, ConfidenceInterval interval)
    {
        html.Write($"{Quantity.Change(interval.Estimate)} <small class=\"dim\">");
        html.Write($"{Quantity.Change(interval.Low)} to {Quantity.Change(interval.High)}</small>");
    }
}
