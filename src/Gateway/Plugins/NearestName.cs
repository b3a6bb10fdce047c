namespace PolicyGate.Gateway.Plugins;

/// <summary>Orders known names by how few edits turn a mistyped one into them.</summary>
internal static class NearestName
{
    public static string[] Order(string asked, IEnumerable<string> known) =>
        [.. known.OrderBy(name => Distance(asked.ToUpperInvariant(), name.ToUpperInvariant()))
            .ThenBy(name => name, StringComparer.Ordinal)];

    /// <summary>Levenshtein's distance, one row of the table at a time.</summary>
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replace = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
