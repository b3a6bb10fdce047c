using PolicyGate.Gateway.Charts;
using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Page;

/// <summary>How far apart the chunks are: the map by step and joint, and the table by joint.</summary>
internal static class JointSection
{
    public static void Write(HtmlWriter html, ComparisonReport report)
    {
        html.Write($"""
            <section id="joints">
            <h2>Differences by joint and step</h2>
            <p>The largest difference between the two models' chunks, over all ticks, in tolerances of the joint. A cell
            with a dot is beyond. {report.Tolerance.How}</p>

            """);
        new DifferenceMap(report).Write(html);
        WriteTable(html, report);
        WriteMotion(html, report);
        html.Write($"</section>\n");
    }

    private static void WriteTable(HtmlWriter html, ComparisonReport report)
    {
        html.Write($"""
            <h3>Each joint over all steps</h3>
            <p>Absolute differences in the robot's units, which for joints are radians. <i>Model</i> is what the
            policies gave; <i>sent</i> is what the robot would have got, after late rows, window, blend and guard.</p>
            <div class="wide" tabindex="0" role="region" aria-label="Differences of each joint"><table>
            <thead><tr><th scope="col">joint</th><th scope="col"></th><th scope="col" class="n">tolerance</th>
            <th scope="col" class="n">model max</th><th scope="col" class="n">mean</th>
            <th scope="col" class="n">p50</th><th scope="col" class="n">p95</th><th scope="col" class="n">p99</th>
            <th scope="col" class="n">sent max</th><th scope="col">largest at</th></tr></thead>
            <tbody>

            """);
        foreach (JointComparison joint in report.Joints)
            WriteJoint(html, joint);
        html.Write($"</tbody></table></div>\n");
    }

    private static void WriteJoint(HtmlWriter html, JointComparison joint)
    {
        DifferenceFigures model = joint.Model;
        html.Write($"<tr><th scope=\"row\">{joint.Name}</th>");
        html.Write($"<td class=\"{(joint.IsDifferent ? "beyond" : "within")}\">");
        html.Write($"{(joint.IsDifferent ? "≠ beyond" : "= within")}</td>");
        html.Write($"<td class=\"n\">{Quantity.Setting(joint.Tolerance)}</td>");
        html.Write($"<td class=\"n strong\">{Quantity.Number(model.Max)}</td>");
        foreach (double value in (double[])[model.Mean, model.P50, model.P95, model.P99])
            html.Write($"<td class=\"n\">{Quantity.Number(value)}</td>");
        html.Write($"<td class=\"n strong\">{Quantity.Number(joint.Sent.Max)}</td><td class=\"dim\">");
        if (joint.Where is { } at && model.Max > 0)
            html.Write($"tick {at.Tick}, step {at.Step}: {at.A:0.0000} | {at.B:0.0000}");
        html.Write($"</td></tr>\n");
    }

    private static void WriteMotion(HtmlWriter html, ComparisonReport report)
    {
        html.Write($"""
            <h3>Jerk and seams</h3>
            <p>As an executor would play the chunks as they were sent. Jerk is the third difference of the commands,
            root mean square, rad/s³ for joints; a seam's jump is how far a new chunk's first command lies from what the
            chunk before it had for the same moment.</p>
            <div class="wide" tabindex="0" role="region" aria-label="Jerk and seams of each joint"><table>
            <thead><tr><th scope="col" rowspan="2">joint</th><th scope="col" colspan="2" class="group">jerk</th>
            <th scope="col" colspan="2" class="group">jerk at seams</th>
            <th scope="col" colspan="2" class="group">largest jerk</th>
            <th scope="col" colspan="2" class="group">seam's jump, p95</th>
            <th scope="col" colspan="2" class="group">largest jump</th></tr>
            <tr>
            """);
        for (int pair = 0; pair < 5; pair++)
            html.Write($"<th scope=\"col\" class=\"n of-a\">A</th><th scope=\"col\" class=\"n of-b\">B</th>");
        html.Write($"</tr></thead>\n<tbody>\n");
        foreach (JointComparison joint in report.Joints)
        {
            (MotionFigures a, MotionFigures b) = (joint.A, joint.B);
            html.Write($"<tr><th scope=\"row\">{joint.Name}</th>");
            WritePair(html, a.JerkRms, b.JerkRms);
            WritePair(html, a.SeamJerkRms, b.SeamJerkRms);
            WritePair(html, a.JerkMax, b.JerkMax);
            WritePair(html, a.SeamJumpP95, b.SeamJumpP95);
            WritePair(html, a.SeamJumpMax, b.SeamJumpMax);
            html.Write($"</tr>\n");
        }
        html.Write($"</tbody></table></div>\n");
    }

    private static void WritePair(HtmlWriter html, double? a, double? b)
    {
        html.Write($"<td class=\"n\">{(a is { } left ? Quantity.Number(left) : "–")}</td>");
        html.Write($"<td class=\"n\">{(b is { } right ? Quantity.Number(right) : "–")}</td>");
    }
}
