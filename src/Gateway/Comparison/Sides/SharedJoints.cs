namespace PolicyGate.Gateway.Comparison.Sides;

/// <summary>Which joints both sides command: by name where both have names, else by index.</summary>
internal sealed record SharedJoints(
    IReadOnlyList<string> Names, IReadOnlyList<int> A, IReadOnlyList<int> B, IReadOnlyList<string> Notes)
{
    /// <param name="a">A's names; empty where it has none.</param>
    /// <param name="widthA">Values of A's rows.</param>
    /// <param name="b">As <paramref name="a"/>.</param>
    /// <param name="widthB">As <paramref name="widthA"/>.</param>
    public static SharedJoints Of(IReadOnlyList<string> a, int widthA, IReadOnlyList<string> b, int widthB) =>
        a.Count == widthA && b.Count == widthB ? ByName([.. a], [.. b]) : ByIndex(a, widthA, b, widthB);

    private static SharedJoints ByName(List<string> a, List<string> b)
    {
        string[] both = [.. a.Where(b.Contains)];
        var notes = new List<string>();
        if (both.Length < a.Count)
            notes.Add($"A alone commands {string.Join(", ", a.Except(both))}: not compared.");
        if (both.Length < b.Count)
            notes.Add($"B alone commands {string.Join(", ", b.Except(both))}: not compared.");
        int[] inA = [.. both.Select(name => a.IndexOf(name))];
        int[] inB = [.. both.Select(name => b.IndexOf(name))];
        if (both.Length > 0 && !inA.SequenceEqual(inB))
            notes.Add("The joints have other places in B's rows: they are compared by name.");
        return new SharedJoints(both, inA, inB, notes);
    }

    private static SharedJoints ByIndex(IReadOnlyList<string> a, int widthA, IReadOnlyList<string> b, int widthB)
    {
        int shared = Math.Min(widthA, widthB);
        int[] same = [.. Enumerable.Range(0, shared)];
        IReadOnlyList<string> named = a.Count == widthA ? a : b.Count == widthB ? b : [];
        var notes = new List<string>();
        if (widthA != widthB)
        {
            notes.Add($"A commands {widthA} positions, B {widthB}, and not both say their names: the first {shared} are"
                + " compared.");
        }
        return new SharedJoints([.. same.Select(i => i < named.Count ? named[i] : $"joint {i}")], same, same, notes);
    }
}
