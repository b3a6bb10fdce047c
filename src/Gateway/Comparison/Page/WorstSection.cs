using PolicyGate.Gateway.Charts;
using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Page;

/// <summary>The ticks with the largest differences: what the robot saw, and both chunks.</summary>
internal static class WorstSection
{
    // A picture is some 60 kB at this width: eight ticks of five cameras are two or three megabytes.
    private const int MostTicks = 8;

    // Of chunks that are alike two examples are enough.
    private const int MostAlike = 2;

    private const int MostJoints = 4;
    private const int PictureWidth = 320;

    public static void Write(HtmlWriter html, ComparisonReport report)
    {
        if (report.Worst.Count == 0)
            return;
        html.Write($"""
            <section id="worst">
            <h2>The ticks furthest apart</h2>
            <p>What the robot's cameras saw, and the models' chunks by step for the joints that differ most there. The
            band is the tolerance around A.</p>

            """);
        LineKeys.Write(html);
        int shown = report.Verdict.Outcome is VerdictOutcome.Different ? MostTicks : MostAlike;
        foreach (WorstTick tick in report.Worst.Take(shown))
            WriteTick(html, report, tick);
        html.Write($"</section>\n");
    }

    private static void WriteTick(HtmlWriter html, ComparisonReport report, WorstTick tick)
    {
        html.Write($"<article class=\"tick\">\n<h3>Tick {tick.Tick}");
        if (tick.Seconds is { } seconds)
            html.Write($", {seconds:0.00} s");
        html.Write($" <small>session {tick.Session}</small></h3>\n<p>{tick.Reason}</p>\n");
        WritePictures(html, tick);
        WriteJoints(html, report, tick);
        html.Write($"</article>\n");
    }

    private static void WritePictures(HtmlWriter html, WorstTick tick)
    {
        if (tick.Pictures.Count == 0)
            return;
        html.Write($"<div class=\"pictures\">\n");
        foreach (TickPicture picture in tick.Pictures)
        {
            html.Write($"<figure><img alt=\"{picture.Camera}, tick {tick.Tick}\" src=\"");
            html.WritePng(Thumbnail.Png(picture.Rgb.Span, picture.Height, picture.Width, PictureWidth));
            html.Write($"\"/><figcaption>{picture.Camera} <small>{picture.Height}×{picture.Width}</small>");
            html.Write($"</figcaption></figure>\n");
        }
        html.Write($"</div>\n");
    }

    private static void WriteJoints(HtmlWriter html, ComparisonReport report, WorstTick tick)
    {
        if (tick.A.Count == 0 && tick.B.Count == 0)
            return;
        html.Write($"<div class=\"charts four\">\n");
        foreach (int joint in Joints(report, tick))
        {
            JointComparison compared = report.Joints[joint];
            (float[] a, float[] b) = (Column(tick.A, joint), Column(tick.B, joint));
            html.Write($"<figure><figcaption>{compared.Name}");
            if (a.Length > 0 && b.Length > 0)
                html.Write($" <small>up to {Quantity.Number(Largest(a, b))} apart</small>");
            html.Write($"</figcaption>");
            new OverlayChart(280) { Tolerance = compared.Tolerance }
                .Write(html, $"{compared.Name} by step, A and B", a, b, 0, 1, "step");
            html.Write($"</figure>\n");
        }
        html.Write($"</div>\n");
    }

    /// <summary>Those furthest apart at this tick; where one side gave no chunk, those worst elsewhere.</summary>
    private static IEnumerable<int> Joints(ComparisonReport report, WorstTick tick) =>
        tick.A.Count == 0 || tick.B.Count == 0
            ? JointOrder.WorstFirst(report).Take(MostJoints)
            : Enumerable.Range(0, report.Joints.Count)
                .Select(joint => (Joint: joint, Tolerances: Quantity.Tolerances(
                    Largest(Column(tick.A, joint), Column(tick.B, joint)), report.Joints[joint].Tolerance)))
                .Where(joint => joint.Tolerances > 0)
                .OrderByDescending(joint => joint.Tolerances)
                .Take(MostJoints)
                .Select(joint => joint.Joint);

    private static float[] Column(IReadOnlyList<float[]> rows, int joint) => [.. rows.Select(row => row[joint])];

    private static double Largest(float[] a, float[] b) =>
        a.Zip(b, (left, right) => (double)Math.Abs(left - right)).Aggregate(
            0.0, (largest, difference) => double.IsNaN(difference) ? difference : Math.Max(largest, difference));
}
