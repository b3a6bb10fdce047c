using System.Text;
using PolicyGate.Gateway.Charts;
using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Page;

/// <summary><c>report.html</c>: what <c>compare</c> found, in one file that needs no network and no script.</summary>
internal static class ComparisonPage
{
    public const string FileName = "report.html";

    /// <param name="report">All that is told.</param>
    /// <param name="output">Gets the file, and stays open.</param>
    public static void Write(ComparisonReport report, Stream output)
    {
        using var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        var html = new HtmlWriter(text);
        html.Begin(
            $"{VerdictSection.Headline(report.Verdict.Outcome)}: {report.A.Backend} and {report.B.Backend}",
            "Charts/page.css", "Comparison/Page/page.css");
        VerdictSection.Write(html, report);
        if (report.Input.Compared > 0)
        {
            JointSection.Write(html, report);
            WorstSection.Write(html, report);
            PathSection.Write(html, report);
        }
        LatencySection.Write(html, report);
        OutcomeSection.Write(html, report);
        GroundSection.Write(html, report);
        UnreadableSection.Write(html, report.Input);
        ReproductionSection.Write(html, report);
        html.Write($"""
            <footer>Made {report.Made.ToString("yyyy-MM-dd HH:mm:ss zzz")} by policygate {report.Gateway}. Everything on
            this page is in this file.</footer>
            </main></body></html>

            """);
    }
}
