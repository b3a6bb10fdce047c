using System.Globalization;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>What processes hold of the machine's memory, without files that are merely mapped.</summary>
internal static class ResidentMemory
{
    private const int Samples = 40, Rounds = 3;

    // Less in a first round is flat enough: pages that the C library keeps.
    private const long Noise = 512 << 10;

    /// <summary>
    /// How much more it is after the last fifth of many steps than after the second; the first warms up. The least of
    /// several rounds: compiled code and the heap grow now and then, what leaks does so in each.
    /// </summary>
    /// <param name="processes">Whose memory; their sum counts.</param>
    /// <param name="steps">In a round; a multiple of <see cref="Samples"/>.</param>
    /// <param name="step">What might leak.</param>
    /// <returns>Bytes, between medians.</returns>
    public static long LeastGrowth(IReadOnlyList<int> processes, int steps, Action step)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > Noise; round++)
            least = Math.Min(least, Growth(processes, steps, step));
        return least;
    }

    private static long Growth(IReadOnlyList<int> processes, int steps, Action step)
    {
        long[] resident = new long[Samples];
        for (int sample = 0; sample < Samples; sample++)
        {
            for (int i = 0; i < steps / Samples; i++)
                step();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            resident[sample] = processes.Sum(Of);
        }
        const int Fifth = Samples / 5;
        return Median(resident.AsSpan(Samples - Fifth)) - Median(resident.AsSpan(Fifth, Fifth));
    }

    private static long Median(ReadOnlySpan<long> values)
    {
        long[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    private static long Of(int process)
    {
        const string Key = "RssAnon:";
        string line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(Key, StringComparison.Ordinal));
        string kilobytes = line[Key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
    }
}
