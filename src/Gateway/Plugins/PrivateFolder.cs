using System.Runtime.Versioning;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Plugins;

/// <summary>Whether a folder is this user's alone, so that code may be loaded from it, or a socket lie there.</summary>
[SupportedOSPlatform("linux")]
internal static class PrivateFolder
{
    private const int OthersMayWrite = 0x12; // 022: group and others
    private const int Sticky = 0x200;
    private const uint OwnerAndMode = LibC.STATX_TYPE | LibC.STATX_MODE | LibC.STATX_UID;
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder, readable and writable by its owner alone, where it is not there yet.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="forCode">Whether code is to be loaded from it.</param>
    /// <returns>Null where it may be used, else why not.</returns>
    public static string? Prepare(string path, bool forCode = true)
    {
        try
        {
            Create(path);
            string? refusal = Refusal(path);
            bool fit = !forCode || MayRunCode(path);
            return refusal ?? (fit ? null : $"'{path}' lies on a file system mounted noexec");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }

    /// <summary>Parents, too: with a umask of 002 they would be open to the group.</summary>
    private static void Create(string path)
    {
        if (Directory.Exists(path))
            return;
        if (Path.GetDirectoryName(path) is { } parent)
            Create(parent);
        Directory.CreateDirectory(path, OwnerOnly);
    }

    /// <summary>
    /// The folder must be ours and closed to others; and nobody else may rename, replace or redirect what is above it,
    /// as sshd demands of its keys.
    /// </summary>
    private static string? Refusal(string path)
    {
        uint user = LibC.GetEffectiveUserId();
        for (string? folder = path; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            bool own = string.Equals(folder, path, StringComparison.Ordinal);
            if (!Look(folder, LibC.AT_SYMLINK_NOFOLLOW, out FileStatus status))
                return $"'{folder}' cannot be looked at";
            if (own && (status.Mode & LibC.S_IFMT) != LibC.S_IFDIR)
                return $"'{folder}' is not a folder";
            if (status.User != user && (own || status.User != 0))
                return $"'{folder}' belongs to user {status.User}, not to {user}";
            // A link above it that is root's or ours is as good as the folder that it leads to.
            if ((status.Mode & LibC.S_IFMT) == LibC.S_IFLNK && !Look(folder, 0, out status))
                return $"'{folder}' cannot be looked at";
            bool othersMayReplace = (status.Mode & OthersMayWrite) != 0 && (own || (status.Mode & Sticky) == 0);
            if (othersMayReplace)
                return $"'{folder}' may be written by other users (mode {Convert.ToString(status.Mode & 0xFFF, 8)})";
        }
        return null;
    }

    private static bool Look(string path, int flags, out FileStatus status) =>
        LibC.StatX(LibC.AT_FDCWD, path, flags, OwnerAndMode, out status) == 0;

    /// <summary>Native libraries cannot be mapped from a noexec file system; containers mount /tmp so.</summary>
    private static bool MayRunCode(string path)
    {
        string mounted = "";
        string options = "";
        foreach (string line in File.ReadLines("/proc/self/mounts"))
        {
            string[] fields = line.Split(' ');
            if (fields.Length < 4 || fields[1].Length < mounted.Length)
                continue;
            string mount = fields[1].TrimEnd('/');
            if (path.StartsWith(mount + "/", StringComparison.Ordinal))
                (mounted, options) = (fields[1], fields[3]);
        }
        return !options.Split(',').Contains("noexec", StringComparer.Ordinal);
    }
}
