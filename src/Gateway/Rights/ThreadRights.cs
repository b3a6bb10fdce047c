using System.Globalization;

namespace PolicyGate.Gateway.Rights;

/// <summary>What the kernel says that the threads of this process may do.</summary>
internal static class ThreadRights
{
    // No capabilities at all, of those that are held and of those that a program could be given.
    private static readonly string[] CapabilitySets = ["CapInh", "CapPrm", "CapEff", "CapAmb"];

    /// <summary>Whether the thread that asks holds any capability.</summary>
    public static bool HasCapabilities =>
        Array.Exists(CapabilitySets, set => !IsZero(Read("/proc/thread-self/status"), set));

    /// <summary>How many threads there are; each has to be this user without any capability.</summary>
    /// <param name="owner">Whose rights they are to have.</param>
    /// <param name="left">The first that has more: which, and what; null where none has.</param>
    public static int Verify(FileOwner owner, out string? left)
    {
        left = null;
        int threads = 0;
        foreach (string task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            Dictionary<string, string> status;
            try
            {
                status = Read(Path.Combine(task, "status"));
            }
            catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
            {
                continue;
            }
            threads++;
            if (Excess(status, owner) is { } excess)
                left ??= $"thread {Path.GetFileName(task)} ({status.GetValueOrDefault("Name")}) has {excess}";
        }
        return threads;
    }

    private static string? Excess(Dictionary<string, string> status, FileOwner owner)
    {
        if (!AreAll(status, "Uid", owner.User))
            return $"the users {status.GetValueOrDefault("Uid")}";
        if (!AreAll(status, "Gid", owner.Group))
            return $"the groups {status.GetValueOrDefault("Gid")}";
        if (Identity.MayClearGroups && status.GetValueOrDefault("Groups") is { Length: > 0 } groups)
            return $"the groups {groups} besides";
        foreach (string set in CapabilitySets)
        {
            if (!IsZero(status, set))
                return $"capabilities: {set} {status.GetValueOrDefault(set)}";
        }
        return status.GetValueOrDefault("NoNewPrivs") == "1" ? null : "no NoNewPrivs";
    }

    // Real, effective, saved, and that of the file system.
    private static bool AreAll(Dictionary<string, string> status, string key, uint id)
    {
        string expected = id.ToString(CultureInfo.InvariantCulture);
        return status.TryGetValue(key, out string? found) && found.Split('\t') is { Length: 4 } ids
            && Array.TrueForAll(ids, each => each == expected);
    }

    private static bool IsZero(Dictionary<string, string> status, string set) =>
        status.TryGetValue(set, out string? bits) && bits.All(digit => digit == '0');

    private static Dictionary<string, string> Read(string path)
    {
        var status = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(path))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            status[line[..colon]] = line[(colon + 1)..].Trim();
        }
        return status;
    }
}
