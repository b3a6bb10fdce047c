using System.Text.RegularExpressions;

namespace PolicyGate.Tests.Tidy;

/// <summary>Rules that look at lines.</summary>
internal static partial class TextRules
{
    public const int MaximumColumns = 120;

    public static IEnumerable<TidyFinding> Check(SourceFile file)
    {
        for (int i = 0; i < file.Lines.Length; i++)
        {
            string line = file.Lines[i];
            if (line.Length > MaximumColumns)
                yield return new("columns", file.Path, i + 1, $"{line.Length} columns; break it at {MaximumColumns}");
            if (line.Contains('\t'))
                yield return new("tabs", file.Path, i + 1, "a tab; indent with spaces");
            if (line.Length > 0 && char.IsWhiteSpace(line[^1]))
                yield return new("trailing space", file.Path, i + 1, "white space at the end; remove it");
            if (Unfinished().IsMatch(line))
                yield return new("unfinished", file.Path, i + 1, "a note of something undone; do it, or open an issue");
        }

        if (!file.Text.EndsWith('\n') || file.Text.EndsWith("\n\n", StringComparison.Ordinal))
            yield return new("final newline", file.Path, file.Lines.Length, "end the file with one newline");
    }

    // Written so that this line is none itself.
    [GeneratedRegex(@"\b(?:TO[D]O|FIX[M]E|HA[C]K|XX[X])\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Unfinished();
}
