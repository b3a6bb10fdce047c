using System.Globalization;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>What processes hold of the machine's memory, without files that are merely mapped.</summary>
internal static class ResidentMemory
{
    /// <returns>Bytes, all processes together, after a collection in this one.</returns>
    public static long Of(IEnumerable<int> processes)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return processes.Sum(Of);
    }

    private static long Of(int process)
    {
        const string Key = "RssAnon:";
        string line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(Key, StringComparison.Ordinal));
        string kilobytes = line[Key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
    }
}
