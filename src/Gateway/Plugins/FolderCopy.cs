using System.Runtime.Versioning;

namespace PolicyGate.Gateway.Plugins;

/// <summary>Copies a plugin's folder so that a loss of power leaves no half file behind.</summary>
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
    public static void Make(string source, string target)
    {
        Directory.CreateDirectory(target, OwnerOnly);
        foreach (string file in FolderDigest.Files(source))
        {
            string from = Path.Combine(source, file);
            string to = Path.Combine(target, file);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!, OwnerOnly);
            if (FolderDigest.InnerLink(from) is { } link)
            {
                File.CreateSymbolicLink(to, link);
                continue;
            }
            File.Copy(from, to); // Shares the blocks where the file system can.
            UnixFileMode runnable = File.GetUnixFileMode(from) & UnixFileMode.UserExecute;
            using (FileStream written = new(to, FileMode.Open, FileAccess.ReadWrite))
                written.Flush(flushToDisk: true);
            File.SetUnixFileMode(to, UnixFileMode.UserRead | runnable);
        }
    }
}
