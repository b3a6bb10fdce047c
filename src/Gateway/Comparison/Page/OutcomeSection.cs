using PolicyGate.Gateway.Charts;
using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Page;

/// <summary>What became of the ticks: chunks, skips, holds, and where the guard stepped in.</summary>
internal static class OutcomeSection
{
    public static void Write(HtmlWriter html, ComparisonReport report)
    {
        (SideCounts a, SideCounts b) = (report.A.Counts, report.B.Counts);
        html.Write($"""
            <section id="outcomes">
            <h2>Outcomes and guard</h2>
            <table><thead><tr><th scope="col">ticks</th><th scope="col" class="n of-a">A</th>
            <th scope="col" class="n of-b">B</th><th scope="col"></th></tr></thead>
            <tbody>

            """);
        Row("chunks", a.Chunks, b.Chunks, "the policy's own, sent");
        Row("skips", a.Skips, b.Skips, "no chunk: the robot plays on");
        Row("holds", a.Holds, b.Holds, "the robot is stopped where it is");
        foreach (string why in a.Reasons.Keys.Union(b.Reasons.Keys).Order(StringComparer.Ordinal))
            Row(why, a.Reasons.GetValueOrDefault(why), b.Reasons.GetValueOrDefault(why), "why skipped or held");
        Row("not finite", a.NonFiniteTicks, b.NonFiniteTicks, "NaN or infinity in the model's chunk: never sent");
        Row("limited by the guard", a.LimitedTicks, b.LimitedTicks, "on which it changed something");
        Row("rows limited", a.LimitedRows, b.LimitedRows, "that it changed");
        Row("late rows", a.LateRows, b.LateRows, "left out because their time had passed");
        html.Write($"</tbody></table>\n");
        Failure("A", a);
        Failure("B", b);
        html.Write($"</section>\n");

        void Row(string name, long left, long right, string note) => html.Write($"""
            <tr><th scope="row">{name}</th><td class="n">{left}</td><td class="n">{right}</td>
            <td class="dim">{note}</td></tr>

            """);

        void Failure(string side, SideCounts counts)
        {
            if (counts.FirstFailure is { } message)
                html.Write($"<p>First failure of {side}: <code>{message}</code></p>\n");
        }
    }
}
