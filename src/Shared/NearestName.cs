namespace PolicyGate.Shared;

/// <summary>Finds the name that was probably meant.</summary>
/// <remarks>
/// Compiled into Formats, for all of the host, and into each plugin, which shares no assembly with it but the contract.
/// </remarks>
internal static class NearestName
{
    /// <summary><c>did you mean 'Listen'?</c>, or all that is known where nothing is near.</summary>
    public static string Advice(string found, IReadOnlyList<string> known)
    {
        string? nearest = Of(found, known);
        if (nearest is not null)
            return $"did you mean '{nearest}'?";
        return known.Count == 0 ? "there are none" : $"known are {string.Join(", ", known)}";
    }

    /// <summary>All known names, the nearest first.</summary>
    public static string[] Order(string found, IEnumerable<string> known) =>
        [.. known.OrderBy(name => Edits(found, name)).ThenBy(name => name, StringComparer.Ordinal)];

    /// <summary>The known name with the fewest edits, if few enough to be a slip.</summary>
    public static string? Of(string found, IReadOnlyList<string> known)
    {
        // Two edits, or a third of a long name.
        string? nearest = null;
        int fewest = int.MaxValue;
        foreach (string name in known)
        {
            int edits = Edits(found, name);
            if (edits < fewest && edits <= Math.Max(2, name.Length / 3) && edits < name.Length)
                (nearest, fewest) = (name, edits);
        }
        return nearest;
    }

    // Levenshtein's distance without regard to case, two rows at a time.
    private static int Edits(string from, string to)
    {
        int[] previous = [.. Enumerable.Range(0, to.Length + 1)];
        int[] current = new int[to.Length + 1];
        for (int i = 0; i < from.Length; i++)
        {
            current[0] = i + 1;
            for (int j = 0; j < to.Length; j++)
            {
                int change = char.ToLowerInvariant(from[i]) == char.ToLowerInvariant(to[j]) ? 0 : 1;
                current[j + 1] = Math.Min(Math.Min(current[j], previous[j + 1]) + 1, previous[j] + change);
            }
            (previous, current) = (current, previous);
        }
        return previous[to.Length];
    }
}
