using System.Globalization;

namespace PolicyGate.Onnx;

/// <summary>The machine's cores that this process may use, as the engine wants its threads bound to them.</summary>
/// <param name="Count">Physical cores.</param>
/// <param name="OfHelpers">For each but the first, which is the caller's, its logical processors counted from 1: as
/// <c>2,6;3,7;4,8</c>.</param>
internal sealed record ProcessorCores(int Count, string OfHelpers)
{
    private const string AllowedKey = "Cpus_allowed_list:";

    /// <summary>Null where Linux does not say.</summary>
    public static ProcessorCores? Read()
    {
        try
        {
            string allowed = File.ReadLines("/proc/self/status")
                .First(line => line.StartsWith(AllowedKey, StringComparison.Ordinal))[AllowedKey.Length..];
            string[] cores = [.. Parse(allowed)
                .GroupBy(SiblingsOf)
                .Select(core => string.Join(',', core.Select(processor => processor + 1)))];
            return new ProcessorCores(cores.Length, string.Join(';', cores.Skip(1)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException
            or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The same for all processors of one core.</summary>
    private static string SiblingsOf(int processor) => File.ReadAllText(string.Create(
        CultureInfo.InvariantCulture, $"/sys/devices/system/cpu/cpu{processor}/topology/thread_siblings_list"));

    /// <summary>As <c>0-3,8</c>.</summary>
    private static IEnumerable<int> Parse(string list)
    {
        foreach (string range in list.Split(',', StringSplitOptions.TrimEntries))
        {
            int[] ends = [.. range.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture))];
            for (int processor = ends[0]; processor <= ends[^1]; processor++)
                yield return processor;
        }
    }
}
