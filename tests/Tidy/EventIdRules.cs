using System.Text.RegularExpressions;

namespace PolicyGate.Tests.Tidy;

/// <summary>Each log message has an event id, and no other has the same.</summary>
internal static partial class EventIdRules
{
    public static IEnumerable<TidyFinding> Check(IEnumerable<SourceFile> files)
    {
        var firstUse = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (SourceFile file in files)
        {
            foreach (Match message in Message().Matches(file.Code))
            {
                int line = file.LineOf(message.Index);
                string id = message.Groups["id"].Value;
                if (id.Length == 0)
                    yield return new("event id", file.Path, line, "a log message has no event id; give it the next");
                else if (!firstUse.TryAdd(id, $"{file.Path}:{line}"))
                    yield return new("event id", file.Path, line, $"event id {id} is {firstUse[id]}'s already");
            }
        }
    }

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId\s*=\s*)?(?<id>\d*)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Message();
}
