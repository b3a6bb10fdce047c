using System.Runtime.Versioning;

namespace PolicyGate.Gateway.Plugins;

/// <summary>Copies a plugin's or a policy's folder.</summary>
[SupportedOSPlatform("linux")]
internal static class FolderCopy
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// Files become read-only for their owner and closed to others; links within the folder stay links.
    /// </summary>
    /// <param name="source">An existing folder.</param>
    /// <param name="target">Does not exist yet.</param>
    /// <param name="keep">Whether it outlives the process: a loss of power then leaves no half file behind.</param>
    /// <param name="most">Bytes of all files.</param>
    /// <param name="cancel">Ends it between two files.</param>
    /// <exception cref="IOException">It has more bytes, or what is no regular file; or it cannot be read.</exception>
    public static void Make(
        string source, string target, bool keep = true, long most = long.MaxValue, CancellationToken cancel = default)
    {
        Directory.CreateDirectory(target, OwnerOnly);
        foreach (string name in FolderDigest.Files(source))
        {
            cancel.ThrowIfCancellationRequested();
            string from = Path.Combine(source, name);
            string to = Path.Combine(target, name);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!, OwnerOnly);
            if (FolderDigest.InnerLink(from) is { } link)
            {
                File.CreateSymbolicLink(to, link);
                continue;
            }
            using var file = new RegularFile(from);
            if ((most -= file.Length) < 0)
                throw new IOException($"{source} has grown while it was copied");
            // Shares the blocks where the file system can. What has no length, as in /proc, may never end.
            if (file.Length > 0)
                File.Copy(file.Path, to);
            else
                File.Create(to).Dispose();
            UnixFileMode runnable = file.Mode & UnixFileMode.UserExecute;
            if (keep)
            {
                // Of a file that was copied without the right to write it this would be refused.
                File.SetUnixFileMode(to, OwnerOnly);
                using FileStream written = new(to, FileMode.Open, FileAccess.ReadWrite);
                written.Flush(flushToDisk: true);
            }
            File.SetUnixFileMode(to, UnixFileMode.UserRead | runnable);
        }
    }
}
