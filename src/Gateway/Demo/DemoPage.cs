using System.Net;
using System.Text;
using PolicyGate.Gateway.Charts;
using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Gateway.Demo;

/// <summary>One HTML page about one demo, with all that it needs in itself: it opens without a network.</summary>
internal static class DemoPage
{
    public static string Create(DemoReport report)
    {
        var html = new StringBuilder(1 << 20);
        html.Append($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>PolicyGate demo</title>
            <style>{EmbeddedText.Read("Charts/page.css")}{EmbeddedText.Read("Demo/page.css")}</style>
            </head>
            <body><main>

            """);
        WriteHead(html, report);
        WriteFigures(html, report);
        WriteEpisodes(html, report);
        WriteStages(html, report.Tally);
        WriteComparison(html, report.Tally);
        WriteNext(html, report);
        html.Append($"</main>\n<script>{EmbeddedText.Read("Demo/page.js")}</script></body></html>\n");
        return html.ToString();
    }

    private static void WriteHead(StringBuilder html, DemoReport report)
    {
        bool good = report.Tally.Succeeded;
        html.Append($"""
            <header>
            <p class="kicker">PolicyGate demo</p>
            <h1>{(good ? "Every observation answered, every chunk as recorded" : "The gateway failed the demo")}</h1>
            <p class="lead">A robot played {report.Recording.Episodes} recorded episodes, {EpisodePlayer.Rounds} times
            each, over a real OpenArm socket: an observation of {report.Frames[0].Pictures.Count} cameras and
            {report.Frames[0].Position.Length} joints every {EpisodePlayer.RecordedPeriod.TotalMilliseconds:0} ms. The
            gateway answered with the policy <b>{Text(report.Policy)}</b> on <b>{Text(report.Backend)}</b>.</p>
            <p class="verdict {(good ? "good" : "bad")}"><b>{(good ? "As recorded." : "Failed.")}</b>
            {Text(report.Verdict)}</p>
            </header>

            """);
    }

    private static void WriteFigures(StringBuilder html, DemoReport report)
    {
        DemoTally tally = report.Tally;
        html.Append("<section class=\"figures\">\n");
        Figure("observations", $"{tally.Observations}", $"of {tally.Expected} to play");
        Figure("chunks", $"{tally.Chunks}", tally.SkipText);
        Figure("largest difference", $"{tally.LargestDifference:0.0e+0}", "rad, from the recorded chunks");
        Figure("round trip p50", $"{tally.RoundTrip(50).TotalMilliseconds:0.0}", "ms, request out to answer in");
        Figure("round trip p99", $"{tally.RoundTrip(99).TotalMilliseconds:0.0}", $"ms, of {tally.Observations} ticks");
        Figure("rows dropped", $"{tally.LateRows}", "of 33 ms, past when the answer came");
        Figure("policy warm after", $"{report.LoadTime.TotalSeconds:0.00}", "s, behind the open socket");
        html.Append("</section>\n");

        void Figure(string label, string value, string note) => html.Append($"""
            <div><span class="label">{label}</span><span class="value">{value}</span>
            <span class="note">{Text(note)}</span></div>

            """);
    }

    private static void WriteEpisodes(StringBuilder html, DemoReport report)
    {
        html.Append("""
            <section>
            <h2>What the robot saw, and what it was told</h2>
            <p>Below each film, the right arm and its gripper over time; the left arm stands still. Dots are the joints
            as recorded, lines are this gateway's answers: chunks of joint targets 1/30 s apart, of which the robot
            executes the first eight before the next chunk replaces the rest.</p>
            <p class="legend"><span class="key dot"></span>measured<span class="key done"></span>commanded and
            executed<span class="key ahead"></span>commanded, then replaced</p>
            </section>

            """);
        for (int episode = 0; episode < report.Recording.Episodes; episode++)
            new EpisodeSection(report, episode).Write(html);
    }

    private static void WriteStages(StringBuilder html, DemoTally tally)
    {
        if (tally.Ticks.Count == 0)
            return;
        html.Append($"""
            <section>
            <h2>Latency by stage</h2>
            <p>Milliseconds of each tick in the order played; upright lines part the episodes. The first ticks of a new
            process are slower: the runtime still compiles the code that they are the first to pass. A bar that is cut
            off carries its height.</p>
            <div class="card">{StageChart.Draw(tally)}</div>
            <table><thead><tr><th>stage</th><th class="n">p50 ms</th><th class="n">p99 ms</th><th></th></tr></thead>
            <tbody>

            """);
        IReadOnlyList<OpenArmStage> slow = tally.Stages(99);
        int number = 0;
        foreach (OpenArmStage stage in tally.Stages(50))
        {
            html.Append($"""
                <tr><td><span class="key {StageChart.Style(stage.Name, number)}"></span>{Text(stage.Name)}</td>
                <td class="n">{stage.Milliseconds:0.00}</td><td class="n">{slow[number++].Milliseconds:0.00}</td>
                <td>{StageNames.Describe(stage.Name)}</td></tr>

                """);
        }
        html.Append("</tbody></table>\n</section>\n");
    }

    private static void WriteComparison(StringBuilder html, DemoTally tally)
    {
        html.Append($"""
            <section>
            <h2>What was compared</h2>
            <p>Each answer with the one that a reference policy server gave when the episodes were recorded, value by
            value. Where the gateway left out the first k rows, because their time had passed, the answer must equal
            the recording's rows from k on.</p>
            <details><summary>All {tally.Observations} ticks</summary>
            <table><thead><tr><th class="n">tick</th><th class="n">episode</th><th class="n">rows</th>
            <th class="n">left out</th><th class="n">difference, rad</th><th class="n">round trip, ms</th><th></th></tr>
            </thead><tbody>

            """);
        for (int i = 0; i < tally.Ticks.Count; i++)
        {
            DemoTick tick = tally.Ticks[i];
            html.Append($"""
                <tr><td class="n">{i}</td><td class="n">{tick.Recorded.Episode + 1}</td>
                <td class="n">{tick.Answer.Positions.Count}</td><td class="n">{tick.Match.LateRows}</td>
                <td class="n">{tick.Match.Difference:0.0e+0}</td>
                <td class="n">{tick.RoundTrip.TotalMilliseconds:0.00}</td><td>{Text(tick.Match.Problem ?? "")}</td></tr>

                """);
        }
        html.Append("</tbody></table></details>\n</section>\n");
    }

    private static void WriteNext(StringBuilder html, DemoReport report)
    {
        html.Append("<section>\n<h2>Next</h2>\n<dl class=\"next\">\n");
        foreach ((string command, string does) in NextCommands.All)
            html.Append($"<dt><code>{Text(command)}</code></dt><dd>{Text(does)}</dd>\n");
        html.Append($"""
            </dl>
            </section>
            <footer>Made {report.Made:yyyy-MM-dd HH:mm:ss zzz} by policygate demo. Everything on this page is in this
            file.</footer>

            """);
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
