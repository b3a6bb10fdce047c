using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Plugins;

/// <summary>Private copies of plugin folders, named by their content, for plugins to be loaded from.</summary>
/// <remarks>
/// Overwriting a mapped DLL or library ends the process with SIGBUS, and a known path opens the old one again; a copy
/// named by its hash is never written twice. It is trusted without being read again: only this user can write there,
/// and it gets its name when it is complete and on the disk.
/// </remarks>
/// <param name="roots">Where copies may lie; the first usable one is taken.</param>
/// <param name="time">Tells when a copy was last used.</param>
/// <param name="log">Receives what was copied, and what could not be.</param>
internal sealed class PluginCopies(IReadOnlyList<string> roots, TimeProvider time, ILogger log)
{
    /// <summary>Copies kept when a new one is made. 8: four backends, each with the version before.</summary>
    private const int CopiesKept = 8;

    private const string Unfinished = ".new-";

    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(1);

    /// <summary>The user's cache, else a folder of the user's own under the temporary one.</summary>
    public static IReadOnlyList<string> UsualRoots()
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        string? home = Environment.GetEnvironmentVariable("HOME");
        if (!Path.IsPathRooted(cache))
            cache = Path.IsPathRooted(home) ? Path.Combine(home, ".cache") : null;
        // In a container a user may have a number alone.
        string user = Environment.UserName is { Length: > 0 } name ? name : $"{LibC.GetEffectiveUserId()}";
        string temporary = Path.Combine(Path.GetTempPath(), $"policygate-{user}", "plugins");
        return cache is null ? [temporary] : [Path.Combine(cache, "policygate", "plugins"), temporary];
    }

    /// <summary>
    /// Finds or makes the copy of a plugin's folder; the folder itself, with a warning, where none can be.
    /// </summary>
    public GatewayError? Take(string folder, out PluginCopy? copy)
    {
        copy = null;
        List<string> reasons = [];
        try
        {
            if (OperatingSystem.IsLinux())
                copy = TakeFromRoots(folder, reasons);
            else
                reasons.Add("copies are made on Linux only");
            // What lies there may be changed: by this it is known.
            copy ??= new PluginCopy(folder, null, FolderDigest.Of(folder));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new GatewayError(
                ErrorCode.Unavailable, $"plugin folder '{folder}' cannot be read: {failure.Message}");
        }
        if (copy.InUse is null)
            Log.LoadedInPlace(log, folder, string.Join("; ", reasons));
        return null;
    }

    [SupportedOSPlatform("linux")]
    private PluginCopy? TakeFromRoots(string folder, List<string> reasons)
    {
        string digest = FolderDigest.Of(folder);
        foreach (string root in roots)
        {
            PluginCopy? copy = null;
            string? refusal = PrivateFolder.Prepare(root) ?? TakeFrom(root, folder, digest, out copy);
            if (refusal is null)
                return copy;
            reasons.Add(refusal);
        }
        return null;
    }

    [SupportedOSPlatform("linux")]
    private string? TakeFrom(string root, string folder, string digest, out PluginCopy? copy)
    {
        copy = null;
        string place = Path.Combine(root, digest);
        FileStream? inUse = null;
        try
        {
            // Shared by every process that runs the copy; whoever wants to remove it needs the lock for itself.
            inUse = new FileStream(place + ".lock", FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
            if (!Directory.Exists(place))
            {
                if (Make(root, folder, digest, place) is { } changed)
                    return changed;
                Log.Copied(log, folder, place);
                RemoveOld(root, place);
            }
            Directory.SetLastWriteTimeUtc(place, time.GetUtcNow().UtcDateTime);
            copy = new PluginCopy(place, inUse, digest);
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
        }
    }

    [SupportedOSPlatform("linux")]
    private static string? Make(string root, string folder, string digest, string place)
    {
        string unfinished = Path.Combine(root, $"{Unfinished}{Guid.NewGuid():N}");
        try
        {
            FolderCopy.Make(folder, unfinished);
            if (!string.Equals(FolderDigest.Of(unfinished), digest, StringComparison.Ordinal))
                return $"'{folder}' changed while it was copied; start again when it is complete";
            Directory.Move(unfinished, place);
            return null;
        }
        catch (IOException) when (Directory.Exists(place))
        {
            return null; // Another process was first; what it made is the same.
        }
        finally
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
        }
    }

    [SupportedOSPlatform("linux")]
    private void RemoveOld(string root, string kept)
    {
        DirectoryInfo[] folders = new DirectoryInfo(root).GetDirectories();
        DateTime abandoned = (time.GetUtcNow() - AbandonedAfter).UtcDateTime;
        IEnumerable<DirectoryInfo> forgotten = folders.Where(f => IsUnfinished(f) && f.LastWriteTimeUtc < abandoned);
        IEnumerable<DirectoryInfo> surplus = folders
            .Where(f => IsFinished(f) && !string.Equals(f.FullName, kept, StringComparison.Ordinal))
            .OrderByDescending(f => f.LastWriteTimeUtc).Skip(CopiesKept - 1);
        foreach (DirectoryInfo folder in forgotten.Concat(surplus))
            Remove(folder);
    }

    private void Remove(DirectoryInfo folder)
    {
        try
        {
            using FileStream? alone = IsUnfinished(folder)
                ? null
                : new(folder.FullName + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            folder.Delete(recursive: true);
            Log.RemovedOld(log, folder.FullName);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.KeptOld(log, folder.FullName, failure.Message);
        }
    }

    private static bool IsUnfinished(DirectoryInfo folder) =>
        folder.Name.StartsWith(Unfinished, StringComparison.Ordinal);

    /// <summary>Only what is named as a digest may be removed: XDG_CACHE_HOME may point anywhere.</summary>
    private static bool IsFinished(DirectoryInfo folder) =>
        folder.Name.Length == FolderDigest.Digits && folder.Name.All(char.IsAsciiHexDigitLower);
}
