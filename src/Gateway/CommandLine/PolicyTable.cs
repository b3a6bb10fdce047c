using PolicyGate.Gateway.Swaps;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>A gateway's policies and their versions, a line each.</summary>
internal static class PolicyTable
{
    public static void Write(IReadOnlyList<PolicyReport> policies, TextWriter output)
    {
        string[][] rows =
        [
            ["POLICY", "VERSION", "", "USERS", "BACKEND", "FOLDER"],
            .. policies.SelectMany(Rows),
        ];
        int[] widths = [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        foreach (PolicyReport policy in policies)
        {
            if (policy.Problem is not null)
                output.WriteLine($"{policy.Name}: {policy.Problem}");
            if (policy.Swapping is not null)
                output.WriteLine($"{policy.Name}: a swap is under way: {policy.Swapping}");
            if (policy.LastSwap is { Done: false } last)
                output.WriteLine($"{policy.Name}: the last swap was refused: {last.Reason}");
        }
    }

    private static IEnumerable<string[]> Rows(PolicyReport policy) => policy.Versions.Count == 0
        ? [[policy.Name, "-", "", "", "", ""]]
        : policy.Versions.Select(version => (string[])
        [
            policy.Name, $"{version.Number}", Role(policy, version), $"{version.Users}",
            version.Isolated ? $"{version.Backend} (worker)" : version.Backend, version.Folder,
        ]);

    private static string Role(PolicyReport policy, VersionReport version) =>
        version.Number == policy.Current ? "answers"
        : version.Number == policy.Previous ? "before"
        : version.Users > 0 ? "until its robots' next episodes"
        : policy.Swapping is not null ? "tried"
        : "being freed";
}
