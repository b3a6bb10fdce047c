using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PolicyGate.Gateway.Admin;
using PolicyGate.Gateway.Swaps;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>What became of a swap, for people or for programs.</summary>
internal static class SwapText
{
    /// <returns>The exit code.</returns>
    public static int Write(AdminAnswer answer, bool json, InvocationConfiguration invocation)
    {
        if (json)
            invocation.Output.WriteLine(JsonSerializer.Serialize(answer, ReportJson.Default.AdminAnswer));
        else if (answer.Report is { } report)
            invocation.Output.WriteLine(Describe(report));
        if (answer.Report is null)
            invocation.Error.WriteLine(answer.Error);
        return answer.Report is { Done: true } ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static string Describe(SwapReport report)
    {
        string what = report.Done
            ? $"{report.Policy}: version {report.Version} answers"
            : $"{report.Policy}: refused, version {report.Version} stays: {report.Reason}";
        List<string> more = [];
        if (report.LoadSeconds > 0)
            more.Add(string.Create(CultureInfo.InvariantCulture, $"loaded in {report.LoadSeconds:0.0} s"));
        if (report.TrialTicks > 0)
            more.Add($"tried on {report.TrialTicks} ticks");
        if (report.MaximumDifference is { } far)
            more.Add(string.Create(CultureInfo.InvariantCulture, $"at most {far:0.######} from what was answered"));
        return string.Join("\n  ", [what, .. more, .. report.Notes]);
    }
}
