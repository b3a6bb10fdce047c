using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Gateway.Swaps;

/// <summary>Private copies of policy folders that were swapped in, named by their content, for as long as they are
/// loaded.</summary>
/// <remarks>
/// What lies in the folder that was named may be changed at any time: an engine may have mapped it, and a worker that
/// is started anew loads it once more.
/// </remarks>
/// <param name="roots">Where copies may lie; the first usable one is taken.</param>
/// <param name="time">Tells what was abandoned.</param>
/// <param name="logger">Told of what could not be removed.</param>
internal sealed class PolicyCopies(IReadOnlyList<string> roots, TimeProvider time, ILogger logger)
{
    private const string Unfinished = ".new-";

    // Nothing is copied for so long, and nobody else's that is still being copied may be taken.
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(1);

    // A second: a copy is some files, and its removal takes milliseconds.
    private const int HoldAttempts = 20;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);

    /// <summary>Beside those of plugins.</summary>
    public static IReadOnlyList<string> UsualRoots() =>
        [.. PluginCopies.UsualRoots().Select(root => Path.Combine(Path.GetDirectoryName(root)!, "policies"))];

    /// <summary>Makes the copy. Blocks for as long as that takes.</summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="most">Bytes of it.</param>
    /// <param name="copy">The caller's; null where an error is returned.</param>
    /// <param name="cancel">Ends it between two files.</param>
    public GatewayError? Take(string folder, long most, out PolicyCopy? copy, CancellationToken cancel)
    {
        copy = null;
        List<string> reasons = [];
        foreach (string root in OperatingSystem.IsLinux() ? roots : [])
        {
            string? refusal = OperatingSystem.IsLinux()
                ? PrivateFolder.Prepare(root, forCode: false) ?? TakeFrom(root, folder, most, out copy, cancel)
                : "copies are made on Linux only";
            if (refusal is null)
                return null;
            reasons.Add(refusal);
        }
        return new GatewayError(ErrorCode.Unavailable,
            $"no private copy of {folder} can be made: {string.Join("; ", reasons)}");
    }

    [SupportedOSPlatform("linux")]
    private string? TakeFrom(
        string root, string folder, long most, out PolicyCopy? copy, CancellationToken cancel)
    {
        copy = null;
        string unfinished = Path.Combine(root, $"{Unfinished}{Guid.NewGuid():N}");
        FileStream? inUse = null;
        try
        {
            Sweep(root);
            FolderCopy.Make(folder, unfinished, keep: false, most, cancel);
            string digest = FolderDigest.Of(unfinished);
            string place = Path.Combine(root, digest);
            // Shared by every version that runs the copy; whoever wants to remove it needs the lock for itself.
            inUse = Hold(place + PolicyCopy.Lock);
            if (!Directory.Exists(place))
                Directory.Move(unfinished, place);
            copy = new PolicyCopy(place, digest, inUse, logger);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
        finally
        {
            if (copy is null)
                inUse?.Dispose();
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
        }
    }

    private static FileStream Hold(string path)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                var held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
                // Whoever removed the copy between opening and locking has removed the lock with it.
                if (File.Exists(path))
                    return held;
                held.Dispose();
            }
            catch (IOException) when (attempt < HoldAttempts)
            {
                // Somebody is removing the same copy.
            }
            Thread.Sleep(BetweenAttempts);
        }
    }

    /// <summary>What a process that was killed has left behind.</summary>
    private void Sweep(string root)
    {
        DateTime abandoned = (time.GetUtcNow() - AbandonedAfter).UtcDateTime;
        foreach (DirectoryInfo folder in new DirectoryInfo(root).EnumerateDirectories())
        {
            // XDG_CACHE_HOME may point anywhere: only what is named as a digest, or as one unfinished, may be removed.
            if (folder.Name.Length == FolderDigest.Digits && folder.Name.All(char.IsAsciiHexDigitLower))
                PolicyCopy.Remove(folder.FullName, logger);
            else if (folder.Name.StartsWith(Unfinished, StringComparison.Ordinal)
                && folder.LastWriteTimeUtc < abandoned)
            {
                Forget(folder);
            }
        }
    }

    private void Forget(DirectoryInfo unfinished)
    {
        try
        {
            unfinished.Delete(recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.CopyKept(logger, unfinished.FullName, failure.Message);
        }
    }
}
