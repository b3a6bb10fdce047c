using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Rights;

/// <summary>
/// A folder for engines' caches that outlives a container, handed to the user that the gateway becomes.
/// </summary>
/// <remarks>
/// Other containers may write there at the same time: each step is taken by descriptor, no link is followed, and a file
/// that has a second name elsewhere is left alone.
/// </remarks>
internal sealed class CacheFolder(FileOwner owner, ILogger logger)
{
    /// <summary>Where images have it, as a volume.</summary>
    public const string Usual = "/cache";

    // A cache of engines has tens of files; a plugin's copy some hundred.
    private const int MaximumEntries = 100_000;
    private const int MaximumDepth = 32;

    private int _entries;
    private int _changed;
    private string? _problem;

    /// <summary>Gives the user what is root's there. What cannot be given is told, and hinders nothing else.</summary>
    public void HandOver(string folder)
    {
        using SafeFileHandle handle = Open(folder, LibC.OpenFolderFlags);
        if (handle.IsInvalid)
            return;
        Give(handle, folder, 0);
        if (_problem is not null)
            Log.CacheNotGiven(logger, folder, owner.User, _problem, owner.Group);
        else if (_changed > 0)
            Log.CacheGiven(logger, folder, owner.User, _changed);
    }

    private void Give(SafeFileHandle folder, string path, int depth)
    {
        Change(folder, path, LibC.S_IFDIR);
        string here = $"/proc/self/fd/{folder.DangerousGetHandle()}";
        foreach (string entry in Directory.EnumerateFileSystemEntries(here))
        {
            if (_problem is not null)
                return;
            string name = Path.GetFileName(entry);
            string shown = Path.Combine(path, name);
            if (++_entries > MaximumEntries || depth >= MaximumDepth)
            {
                _problem = $"it has more than {MaximumEntries} entries, or more than {MaximumDepth} folders in a row";
                return;
            }
            int kind = KindOf(entry);
            if (kind is not LibC.S_IFDIR and not LibC.S_IFREG)
                continue;
            using SafeFileHandle opened = Open(
                entry, kind is LibC.S_IFDIR ? LibC.OpenFolderFlags : LibC.OpenFlags);
            if (opened.IsInvalid)
                continue;
            if (kind is LibC.S_IFDIR)
                Give(opened, shown, depth + 1);
            else
                Change(opened, shown, LibC.S_IFREG);
        }
    }

    private unsafe void Change(SafeFileHandle handle, string path, int kind)
    {
        const uint Mask = LibC.STATX_TYPE | LibC.STATX_MODE | LibC.STATX_UID | LibC.STATX_NLINK;
        int descriptor = (int)handle.DangerousGetHandle();
        byte nothing = 0;
        FileStatus status = default;
        if (LibC.StatX(descriptor, &nothing, LibC.AT_EMPTY_PATH, Mask, &status) != 0
            || (status.Mode & LibC.S_IFMT) != kind || status.User != 0
            || (kind is LibC.S_IFREG && status.Links != 1))
        {
            return;
        }
        if (LibC.ChangeOwner(descriptor, owner.User, owner.Group) == 0)
            _changed++;
        else
            _problem ??= $"{path}: {Marshal.GetLastPInvokeErrorMessage()}";
    }

    private static int KindOf(string path) =>
        LibC.StatX(LibC.AT_FDCWD, path, LibC.AT_SYMLINK_NOFOLLOW, LibC.STATX_TYPE, out FileStatus status) == 0
            ? status.Mode & LibC.S_IFMT
            : 0;

    private static SafeFileHandle Open(string path, int flags) => new(LibC.Open(path, flags), ownsHandle: true);
}
