using System.Net;
using System.Text;
using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Gateway.Demo;

/// <summary>One HTML page about one demo, with all that it needs in itself: it opens without a network.</summary>
internal static class DemoPage
{
    public static string Create(DemoReport report)
    {
        var html = new StringBuilder(2 << 20);
        html.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
        html.Append("<meta name=\"color-scheme\" content=\"light dark\"><title>PolicyGate demo</title>");
        html.Append("<style>").Append(Resource("page.css")).Append("</style></head><body><main>");
        WriteHead(html, report);
        WriteFigures(html, report.Tally, report.LoadTime);
        WriteEpisodes(html, report);
        WriteStages(html, report.Tally);
        WriteComparison(html, report);
        WriteNext(html, report);
        html.Append("</main><script>").Append(Resource("page.js")).Append("</script></body></html>\n");
        return html.ToString();
    }

    private static void WriteHead(StringBuilder html, DemoReport report)
    {
        html.Append("<header><p class=\"kicker\">PolicyGate demo</p><h1>");
        html.Append(report.Tally.Succeeded
            ? "Every observation answered, every chunk as recorded"
            : "The gateway did not answer as recorded");
        html.Append("</h1><p class=\"lead\">A robot played ").Append(report.Recording.Episodes);
        html.Append($" recorded episodes, {EpisodePlayer.Rounds} times each, over a real OpenArm socket: one ");
        html.Append("observation of ").Append(report.Frames[0].Pictures.Count).Append(" cameras and ");
        html.Append(report.Frames[0].Position.Length).Append(" joints every ");
        html.Append($"{EpisodePlayer.RecordedPeriod.TotalMilliseconds:0} ms. The gateway answered with the policy <b>");
        html.Append(WebUtility.HtmlEncode(report.Policy)).Append("</b> on <b>");
        html.Append(WebUtility.HtmlEncode(report.Backend)).Append("</b>.</p><p class=\"verdict ");
        html.Append(report.Tally.Succeeded ? "good\"><b>As recorded.</b> " : "bad\"><b>Failed.</b> ");
        html.Append(WebUtility.HtmlEncode(report.Verdict)).Append("</p></header>");
    }

    private static void WriteFigures(StringBuilder html, DemoTally tally, TimeSpan loadTime)
    {
        html.Append("<section class=\"figures\">");
        Figure("observations", $"{tally.Observations}", $"of {tally.Expected} to play");
        Figure("chunks", $"{tally.Chunks}", SkipText(tally));
        Figure("largest difference", tally.LargestDifference is double largest ? $"{largest:0.0e+0}" : "none",
            "rad, from the recorded chunks");
        Figure("round trip p50", $"{tally.RoundTrip(50).TotalMilliseconds:0.0}", "ms, request out to answer in");
        Figure("round trip p99", $"{tally.RoundTrip(99).TotalMilliseconds:0.0}", $"ms, of {tally.Observations} ticks");
        Figure("rows dropped", $"{tally.LateRows}", "too late to be executed");
        Figure("policy warm after", $"{loadTime.TotalSeconds:0.00}", "s, behind the open socket");
        html.Append("</section>");

        void Figure(string label, string value, string note) =>
            html.Append("<div><span class=\"label\">").Append(label).Append("</span><span class=\"value\">")
                .Append(value).Append("</span><span class=\"note\">").Append(WebUtility.HtmlEncode(note))
                .Append("</span></div>");
    }

    private static string SkipText(DemoTally tally) => tally.Skips.Count == 0
        ? "no skips"
        : "skips: " + string.Join(", ", tally.Skips.Select(skip => $"{skip.Key} ×{skip.Value}"));

    private static void WriteEpisodes(StringBuilder html, DemoReport report)
    {
        html.Append("<section><h2>What the robot saw, and what it was told</h2><p>Below each film, the right arm and ");
        html.Append("its gripper: radians over seconds. A chunk is 20 rows of joint targets, 1/30 s apart; the robot ");
        html.Append("executes the first eight before the next chunk replaces the rest. The left arm stands still.</p>");
        html.Append("<p class=\"legend\"><span class=\"key dot\"></span>measured<span class=\"key done\"></span>");
        html.Append("commanded and executed<span class=\"key ahead\"></span>commanded, then replaced</p></section>");
        for (int episode = 0; episode < report.Recording.Episodes; episode++)
            new EpisodeSection(report, episode).Write(html);
    }

    private static void WriteStages(StringBuilder html, DemoTally tally)
    {
        if (tally.Ticks.Count == 0)
            return;
        html.Append("<section><h2>Latency by stage</h2><p>Milliseconds of each tick in the order played; upright lines ");
        html.Append("part the episodes. The first tick is the session's first, and finds nothing warm but the policy.");
        html.Append("</p><div class=\"card\">").Append(StageChart.Draw(tally)).Append("</div>");
        html.Append("<table><thead><tr><th>stage</th><th class=\"n\">p50 ms</th><th class=\"n\">p99 ms</th>");
        html.Append("<th></th></tr></thead><tbody>");
        IReadOnlyList<OpenArmStage> slow = tally.Stages(99);
        int number = 0;
        foreach (OpenArmStage stage in tally.Stages(50))
        {
            html.Append($"<tr><td><span class=\"key {StageChart.Style(stage.Name, number)}\"></span>");
            html.Append(WebUtility.HtmlEncode(stage.Name)).Append($"</td><td class=\"n\">{stage.Milliseconds:0.00}");
            html.Append($"</td><td class=\"n\">{slow[number].Milliseconds:0.00}</td><td>");
            html.Append(StageNames.Describe(stage.Name)).Append("</td></tr>");
            number++;
        }
        html.Append("</tbody></table></section>");
    }

    private static void WriteComparison(StringBuilder html, DemoReport report)
    {
        html.Append("<section><h2>What was compared</h2><p>Each answer with the one that a reference policy server gave ");
        html.Append("when the episodes were recorded, value by value. Where the gateway left out the first k rows, ");
        html.Append("because their time had passed, the answer must equal the last rows of the recording.</p>");
        html.Append("<details><summary>All ").Append(report.Tally.Observations).Append(" ticks</summary><table><thead>");
        html.Append("<tr><th class=\"n\">tick</th><th class=\"n\">episode</th><th class=\"n\">rows</th><th class=\"n\">");
        html.Append("left out</th><th class=\"n\">difference, rad</th><th class=\"n\">round trip, ms</th><th></th></tr>");
        html.Append("</thead><tbody>");
        for (int i = 0; i < report.Tally.Ticks.Count; i++)
        {
            DemoTick tick = report.Tally.Ticks[i];
            html.Append($"<tr><td class=\"n\">{i}</td><td class=\"n\">{tick.Recorded.Episode + 1}</td><td class=\"n\">");
            html.Append($"{tick.Answer.Positions.Count}</td><td class=\"n\">{tick.Match.LateRows}</td><td class=\"n\">");
            html.Append($"{tick.Match.Difference:0.0e+0}</td><td class=\"n\">{tick.RoundTrip.TotalMilliseconds:0.00}");
            html.Append("</td><td>").Append(WebUtility.HtmlEncode(tick.Match.Problem ?? "")).Append("</td></tr>");
        }
        html.Append("</tbody></table></details></section>");
    }

    private static void WriteNext(StringBuilder html, DemoReport report)
    {
        html.Append("<section><h2>Next</h2><dl class=\"next\">");
        foreach ((string command, string does) in report.Next)
        {
            html.Append("<dt><code>").Append(WebUtility.HtmlEncode(command)).Append("</code></dt><dd>");
            html.Append(WebUtility.HtmlEncode(does)).Append("</dd>");
        }
        html.Append($"</dl></section><footer>Made {report.Made:yyyy-MM-dd HH:mm:ss zzz} by policygate demo. ");
        html.Append("Everything on this page is in this file.</footer>");
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(DemoPage).Assembly.GetManifestResourceStream($"Demo/{name}")
            ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
