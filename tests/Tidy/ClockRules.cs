using System.Text.RegularExpressions;

namespace PolicyGate.Tests.Tidy;

/// <summary>Programs read the time from a TimeProvider; tests never sleep.</summary>
internal static partial class ClockRules
{
    public static IEnumerable<TidyFinding> Check(SourceFile file)
    {
        bool isTest = file.IsIn("tests");
        foreach (Match match in (isTest ? Sleep() : Clock()).Matches(file.Code))
        {
            int line = file.LineOf(match.Index);
            yield return isTest
                ? new("no sleep", file.Path, line, $"{match.Value}: wait for what should happen, with a limit")
                : new("clock", file.Path, line, $"{match.Value}: take a TimeProvider");
        }
    }

    [GeneratedRegex(@"\b(?:DateTime(?:Offset)?\.(?:Utc)?Now|Stopwatch\.\w+|Environment\.TickCount(?:64)?)\b",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Clock();

    [GeneratedRegex(@"\b(?:Thread\.Sleep|Task\.Delay)\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Sleep();
}
