using System.Text.RegularExpressions;

namespace PolicyGate.Tests.Tidy;

/// <summary>Links between pages lead somewhere.</summary>
internal static partial class LinkRules
{
    public static IEnumerable<TidyFinding> Check(string page)
    {
        string text = File.ReadAllText(Repository.At(page));
        foreach (Match link in Link().Matches(text))
        {
            string target = link.Groups["target"].Value;
            if (target.Contains("://") || target.StartsWith("mailto:", StringComparison.Ordinal))
                continue;
            string path = Path.Combine(Path.GetDirectoryName(Repository.At(page))!, target);
            if (target.Length > 0 && !Path.Exists(path))
            {
                int line = text.AsSpan(0, link.Index).Count('\n') + 1;
                yield return new("links", page, line, $"{target} is not there; mend the link");
            }
        }
    }

    [GeneratedRegex(@"\]\((?<target>[^)#\s]*)(?:#[^)]*)?\)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
