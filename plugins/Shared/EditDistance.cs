namespace PolicyGate.Plugins;

/// <summary>How far apart two words are: the fewest letters to insert, delete or replace; case is ignored.</summary>
internal static class EditDistance
{
    /// <summary>The known word nearest to what was typed; null where none is within a third of its length.</summary>
    public static string? Nearest(string typed, ReadOnlySpan<string> known)
    {
        string? nearest = null;
        int least = int.MaxValue;
        foreach (string word in known)
        {
            int distance = Between(typed, word);
            if (distance < least && distance <= Math.Max(2, word.Length / 3))
                (nearest, least) = (word, distance);
        }
        return nearest;
    }

    public static int Between(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        // One row of Levenshtein's table: row[j] is the distance of what was seen of left to right's first j letters.
        int[] row = new int[right.Length + 1];
        for (int j = 0; j <= right.Length; j++)
            row[j] = j;
        for (int i = 0; i < left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < right.Length; j++)
            {
                bool same = char.ToUpperInvariant(left[i]) == char.ToUpperInvariant(right[j]);
                int replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], row[j + 1]) + 1);
            }
        }
        return row[right.Length];
    }
}
