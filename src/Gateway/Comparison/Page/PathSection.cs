using PolicyGate.Gateway.Charts;
using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Page;

/// <summary>The joints of both sides over the episode with the worst tick, as a robot would have moved them.</summary>
internal static class PathSection
{
    private const int MostJoints = 16;
    private const double ChartWidth = 560;

    public static void Write(HtmlWriter html, ComparisonReport report)
    {
        if (report.Path is not { } path)
            return;
        double seconds = path.A.Select(joint => joint.Length).DefaultIfEmpty().Max() * path.StepSeconds;
        html.Write($"""
            <section id="path">
            <h2>As the robot would have moved</h2>
            <p>The commands of {seconds:0.0} s of session {path.Session} from tick {path.FirstTick} on, the episode with
            the worst tick: both sides' chunks as they were sent, each played until the next. Short marks on the lower
            edge are seams. The recorded robot did not move by them: what it would have seen then, only
            <code>./run sim --a --b</code> can tell.</p>

            """);
        LineKeys.Write(html);
        int[] joints = [.. JointOrder.WorstFirst(report).Take(MostJoints)];
        double[] seams = [.. path.Seams.Select(seam => seam * path.StepSeconds)];
        html.Write($"<div class=\"charts two\">\n");
        foreach (int joint in joints)
        {
            JointComparison compared = report.Joints[joint];
            html.Write($"<figure><figcaption>{compared.Name}");
            if (compared.IsDifferent)
                html.Write($" <small class=\"beyond\">≠ beyond tolerance</small>");
            html.Write($"</figcaption>");
            new OverlayChart(ChartWidth) { Seams = seams }.Write(
                html, $"{compared.Name} over seconds, A and B", path.A[joint], path.B[joint], 0, path.StepSeconds, "s");
            html.Write($"</figure>\n");
        }
        html.Write($"</div>\n");
        if (joints.Length < report.Joints.Count)
        {
            html.Write($"<p class=\"dim\">The {joints.Length} joints that differ most, of {report.Joints.Count}; ");
            html.Write($"{ComparisonReport.FileName} has all.</p>\n");
        }
        html.Write($"</section>\n");
    }
}
