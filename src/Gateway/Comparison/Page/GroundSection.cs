using PolicyGate.Gateway.Charts;
using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Comparison.Page;

/// <summary>What was compared with what, on what, on which machine.</summary>
internal static class GroundSection
{
    private const int ShownOfHash = 16;

    public static void Write(HtmlWriter html, ComparisonReport report)
    {
        (ComparedSide a, ComparedSide b) = (report.A, report.B);
        html.Write($"""
            <section id="ground">
            <h2>What was compared</h2>
            <div class="wide" tabindex="0" role="region" aria-label="Both sides"><table class="ground">
            <thead><tr><th scope="col"></th><th scope="col" class="of-a">A</th><th scope="col" class="of-b">B</th></tr>
            </thead><tbody>

            """);
        Row("policy", side => side.Policy);
        Row("folder", side => side.Folder);
        Row("backend", side => side.Backend);
        Row("engine", side => side.Engine);
        Row("device", side => side.Device);
        Row("in a worker process", side => side.Isolated ? "yes" : "no");
        foreach (string property in a.Properties.Keys.Union(b.Properties.Keys, StringComparer.Ordinal))
            Row(property, side => side.Properties.GetValueOrDefault(property) ?? "–");
        Row("chunk", side => $"{side.ChunkRows} rows at {Quantity.Setting(side.RateHz)} Hz");
        Row("joints", side => $"{side.Joints.Count}");
        Row("cameras", side => side.Cameras.Count == 0 ? "none" : string.Join(", ", side.Cameras));
        Row("warm after", side => $"{Quantity.Number(side.LoadMilliseconds)} ms");
        Row("memory", side => side.Isolated ? "in the worker" : Quantity.Megabytes(side.MemoryBytes));
        Row("files", Files);
        html.Write($"</tbody></table></div>\n");
        WriteInput(html, report);
        html.Write($"</section>\n");

        void Row(string name, Func<ComparedSide, string> value)
        {
            (string left, string right) = (value(a), value(b));
            html.Write($"<tr><th scope=\"row\">{name}</th>");
            if (left == right)
                html.Write($"<td colspan=\"2\">{left} <small class=\"dim\">both</small></td></tr>\n");
            else
                html.Write($"<td>{left}</td><td>{right}</td></tr>\n");
        }
    }

    private static string Files(ComparedSide side) => string.Join("\n", side.Files.Select(Line));

    private static string Line(RecordedPolicyFile file)
    {
        string hash = file.Sha256.Length > ShownOfHash ? file.Sha256[..ShownOfHash] + "…" : file.Sha256;
        return $"{file.Path}, {Quantity.Megabytes(file.Bytes)}, SHA-256 {hash}";
    }

    private static void WriteInput(HtmlWriter html, ComparisonReport report)
    {
        (ComparedInput input, SharedGround shared) = (report.Input, report.Shared);
        html.Write($"""
            <p>Input: {input.Name} ({input.Kind}): {input.Ticks} ticks of {input.Sessions} sessions and
            {input.Episodes} episodes; {input.Compared} compared, {input.Paced} left out by pacing on both sides,
            {input.UnreadableCount} not usable. Compared are {shared.Joints.Count} joints, {shared.Steps} steps of
            {shared.StepSeconds * 1000:0.##} ms, cameras
            {(shared.Cameras.Count == 0 ? "none" : string.Join(", ", shared.Cameras))}.</p>
            <p>Measured on {report.Machine.ToString()}.</p>

            """);
    }
}
