using PolicyGate.Shared;

namespace PolicyGate.Scripted;

/// <summary>Which joint each column of a CSV file is.</summary>
internal static class CsvHeader
{
    /// <summary>The column of seconds.</summary>
    public const int Time = -1;

    /// <summary>A column that nobody can place: the header is at fault, and the rows are only looked through.</summary>
    public const int Nowhere = -2;

    private const string TimeName = "timestamp";

    /// <param name="names">The header's, one for each column.</param>
    /// <param name="width">Joints.</param>
    /// <param name="joints">Their names in the policy's order; null where nobody knows them: then columns count as they
    /// stand.</param>
    /// <param name="columns">The joint's index, <see cref="Time"/> or <see cref="Nowhere"/>, for each column.</param>
    /// <returns>What is wrong with the header.</returns>
    public static string? Read(string[] names, int width, IReadOnlyList<string>? joints, out int[] columns)
    {
        columns = new int[names.Length];
        string? fault = null;
        int place = 0;
        for (int i = 0; i < names.Length; i++)
        {
            columns[i] = names[i].Equals(TimeName, StringComparison.Ordinal) ? Time : Find(names[i], joints, place++);
            if (columns[i] == Nowhere)
                fault ??= $"the header has '{names[i]}', which is no joint; {NearestName.Advice(names[i], joints!)}";
            else if (Array.IndexOf(names, names[i]) < i)
                fault ??= $"the header names '{names[i]}' twice";
        }
        if (place != width)
            fault ??= $"the header names {place} joints; the policy has {width}";
        if (fault is not null)
            Array.Fill(columns, Nowhere);
        return fault;
    }

    private static int Find(string name, IReadOnlyList<string>? joints, int place)
    {
        for (int joint = 0; joint < joints?.Count; joint++)
        {
            if (joints[joint].Equals(name, StringComparison.Ordinal))
                return joint;
        }
        return joints is null ? place : Nowhere;
    }
}
