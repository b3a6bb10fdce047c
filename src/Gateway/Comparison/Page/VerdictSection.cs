using PolicyGate.Gateway.Charts;
using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Page;

/// <summary>The answer, before anything else: the verdict, why, and the few figures behind it.</summary>
internal static class VerdictSection
{
    public static string Headline(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Same => "Same",
        VerdictOutcome.Different => "Different",
        VerdictOutcome.Slower => "Slower",
        _ => "Nothing compared",
    };

    public static void Write(HtmlWriter html, ComparisonReport report)
    {
        (string sign, string style, string sentence) = Words(report.Verdict.Outcome);
        html.Write($"""
            <header>
            <p class="kicker">policygate compare</p>
            <h1><span class="sign {style}" aria-hidden="true">{sign}</span>
            {Headline(report.Verdict.Outcome)}: {sentence}</h1>
            <p class="lead"><b class="of-a">A</b> is {Side(report.A)}, <b class="of-b">B</b> is {Side(report.B)}, on
            {report.Input.Ticks} ticks of {report.Input.Episodes} episodes in <b>{report.Input.Name}</b>.</p>
            <div class="verdict {style}"><b>{Headline(report.Verdict.Outcome)}, exit code
            {(int)report.Verdict.Outcome}.</b>

            """);
        WriteReasons(html, report.Verdict.Reasons);
        html.Write($"</div>\n</header>\n");
        WriteNotes(html, report);
        if (report.Input.Compared > 0)
            WriteFigures(html, report);
    }

    private static (string Sign, string Style, string Sentence) Words(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Same => ("=", "good", "on this input B answers as A does"),
        VerdictOutcome.Different => ("≠", "bad", "B would move the robot otherwise"),
        VerdictOutcome.Slower => (">", "slow", "B answers as A does, but later"),
        _ => ("?", "slow", "there was no tick that both could answer"),
    };

    private static string Side(ComparedSide side) => $"{side.Policy} on {side.Backend} ({side.Device})";

    private static void WriteReasons(HtmlWriter html, IReadOnlyList<string> reasons)
    {
        html.Write($"<ul>\n");
        foreach (string reason in reasons)
            html.Write($"<li>{reason}</li>\n");
        html.Write($"</ul>\n");
    }

    /// <summary>What a reader must know before he takes the verdict for more than it is.</summary>
    private static void WriteNotes(HtmlWriter html, ComparisonReport report)
    {
        ComparedInput input = report.Input;
        if (report.Shared.Notes.Count == 0 && input.UnreadableCount == 0)
            return;
        html.Write($"<section class=\"notes\">\n<h2>Notes</h2>\n<ul>\n");
        foreach (string note in report.Shared.Notes)
            html.Write($"<li>{note}</li>\n");
        if (input.UnreadableCount > 0)
        {
            html.Write($"""
                <li><a href="#unreadable">{input.UnreadableCount} of the input could not be read or used</a>, and are
                left out.</li>

                """);
        }
        html.Write($"</ul>\n</section>\n");
    }

    private static void WriteFigures(HtmlWriter html, ComparisonReport report)
    {
        JointComparison? worst = JointOrder.WorstFirst(report).Select(i => report.Joints[i]).FirstOrDefault();
        LatencyComparison run = report.Run;
        html.Write($"<section class=\"figures\">\n");
        Figure("ticks compared", $"{report.Input.Compared}", $"of {report.Input.Ticks} that could be read");
        if (worst is not null)
        {
            Figure("largest difference", Quantity.Number(worst.Model.Max),
                $"{worst.Name}; {Quantity.Setting(worst.Tolerance)} is allowed");
        }
        Figure("joints beyond it", $"{report.Joints.Count(joint => joint.IsDifferent)}",
            $"of {report.Joints.Count}");
        Figure("engine, A", Quantity.Number(run.A.P50), $"ms median, {Quantity.Number(run.A.P99)} p99");
        Figure("engine, B", Quantity.Number(run.B.P50), $"ms median, {Quantity.Number(run.B.P99)} p99");
        Figure("engine, B against A", Quantity.ChangeInPercent(run.MedianChange.Estimate),
            $"{Quantity.ChangeInPercent(run.MedianChange.Low)} to {Quantity.ChangeInPercent(run.MedianChange.High)}");
        Figure("guard stepped in", $"{report.A.Counts.LimitedTicks} / {report.B.Counts.LimitedTicks}", "ticks, A / B");
        html.Write($"</section>\n");

        void Figure(string label, string value, string note) => html.Write($"""
            <div><span class="label">{label}</span><span class="value">{value}</span>
            <span class="note">{note}</span></div>

            """);
    }
}
