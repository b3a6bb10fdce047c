using System.Globalization;
using PolicyGate.Gateway.Charts;
using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Page;

/// <summary>The command that makes this page again, and by what rules.</summary>
internal static class ReproductionSection
{
    public static void Write(HtmlWriter html, ComparisonReport report)
    {
        MeasurementTerms terms = report.Terms;
        html.Write($"""
            <section id="again">
            <h2>Again</h2>
            <p>With whatever <code>--set</code>, <code>--robot</code> or <code>--ticks</code> it was given.</p>
            <pre tabindex="0"><code>{Command(report)}</code></pre>
            <p>Seed {terms.Seed}; {terms.WarmUpTicks} ticks of both before the clock ran; {terms.Rounds} rounds over the
            input for the times, {terms.Pairs} pairs of ticks kept; intervals at {terms.Confidence * 100:0.#} % from
            {terms.Resamples} resamples in blocks of {terms.BlockTicks} neighbouring ticks.
            {ComparisonReport.FileName} beside this page has all figures.</p>
            </section>

            """);
    }

    private static string Command(ComparisonReport report)
    {
        IEnumerable<string> tolerances = report.Tolerance.ByJoint
            .Select(joint => $"{joint.Key}={joint.Value.ToString("R", CultureInfo.InvariantCulture)}")
            .Prepend(report.Tolerance.Default.ToString("R", CultureInfo.InvariantCulture))
            .Select(tolerance => $"--tolerance {ShellWord.Quote(tolerance)}");
        return string.Join(' ', (string[])
        [
            "policygate compare",
            "--input", ShellWord.Quote(report.Input.Name),
            "--a", ShellWord.Quote($"{report.A.Backend}:{report.A.Folder}"),
            "--b", ShellWord.Quote($"{report.B.Backend}:{report.B.Folder}"),
            .. tolerances,
            "--seed", report.Terms.Seed.ToString(CultureInfo.InvariantCulture),
            "--slower", Quantity.Setting(report.Tolerance.SlowerMilliseconds),
            "--output", "AGAIN",
        ]);
    }
}
