using Microsoft.Extensions.Configuration;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Gateway.Swaps;

/// <summary>Whether what is asked for is what answers already.</summary>
internal static class SameVersion
{
    public static bool Is(LoadedVersion current, SwapCandidate candidate, LimitsOptions limits) =>
        SameSettings(current.Version.Config, candidate.Config)
        && current.Plugin == candidate.Plugin
        && candidate.Digest is { } digest && DigestOf(current, limits) == digest;

    private static bool SameSettings(PolicyConfig a, PolicyConfig b) =>
        string.Equals(a.Backend, b.Backend, StringComparison.OrdinalIgnoreCase)
        && a.Device == b.Device && a.Deadline == b.Deadline
        && Same(Flatten(a.Options), Flatten(b.Options))
        && SameWorker(a.Worker, b.Worker);

    private static bool SameWorker(WorkerConfig? a, WorkerConfig? b) => a is null || b is null
        ? a == b
        : a.Spare == b.Spare && a.LibraryPath == b.LibraryPath && a.MemoryBytes == b.MemoryBytes
            && Same(a.Environment, b.Environment);

    private static bool Same<TValue>(
        IReadOnlyDictionary<string, TValue> a, IReadOnlyDictionary<string, TValue> b) =>
        a.Count == b.Count && a.All(
            pair => b.TryGetValue(pair.Key, out TValue? other) && Equals(pair.Value, other));

    private static Dictionary<string, string?> Flatten(IConfiguration options) =>
        options.AsEnumerable(makePathsRelative: true).ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of one that was loaded where it lies as long as nothing was written there.</summary>
    private static string? DigestOf(LoadedVersion loaded, LimitsOptions limits)
    {
        if (loaded.Digest is not null || loaded.Look is null)
            return loaded.Digest;
        bool untouched = FolderLook.At(loaded.Folder, limits, out FolderLook? now) is null && now == loaded.Look;
        return untouched ? FolderDigest.Of(loaded.Folder) : null;
    }
}
