using System.Text.Json;
using PolicyGate.Gateway.Comparison.Page;
using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison;

/// <summary>Writes what is left of a comparison on disk.</summary>
internal static class ReportFiles
{
    /// <exception cref="IOException">There is no room, or no right to write.</exception>
    public static void Write(ComparisonReport report, string folder)
    {
        using FileStream json = File.Create(Path.Combine(folder, ComparisonReport.FileName));
        JsonSerializer.Serialize(json, report, ComparisonJson.Default.ComparisonReport);
        using FileStream html = File.Create(Path.Combine(folder, ComparisonPage.FileName));
        ComparisonPage.Write(report, html);
    }
}
