using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Doctor;

/// <summary>Whether the folders that observations are read from, and the nodes' own in them, are open to us.</summary>
internal static class DataRootsCheck
{
    /// <summary>The stock nodes make one each in /dev/shm, mode 0700, files in it 0600.</summary>
    private const string NodeFolders = "dora-openarm-*";

    /// <param name="roots">As configured.</param>
    /// <param name="user">The effective user.</param>
    /// <param name="diagnosis">Receives the findings.</param>
    public static void Run(IEnumerable<string> roots, uint user, Diagnosis diagnosis)
    {
        diagnosis.Good("user", user == 0 ? "root" : $"{Environment.UserName}, uid {user}");
        foreach (string root in roots.Distinct(StringComparer.Ordinal))
        {
            if (!Directory.Exists(root))
                diagnosis.Tell(root, "is not there (a DataRoot); nothing is read from it");
            else
                CheckNodes(root, user, diagnosis);
        }
    }

    private static void CheckNodes(string root, uint user, Diagnosis diagnosis)
    {
        string[] folders;
        try
        {
            folders = Directory.GetDirectories(root, NodeFolders);
        }
        catch (UnauthorizedAccessException)
        {
            diagnosis.Warn(
                root, $"cannot be listed by uid {user} (a DataRoot)",
                $"let it: sudo chmod o+rx {root}; or run the gateway as its owner");
            return;
        }
        foreach (string folder in folders)
        {
            int seen = LibC.StatX(
                LibC.AT_FDCWD, folder, LibC.AT_SYMLINK_NOFOLLOW, LibC.STATX_MODE | LibC.STATX_UID,
                out FileStatus status);
            if (seen != 0)
                continue; // It has gone since.
            if (user == 0 || status.User == user)
                diagnosis.Good(folder, "a robot's node, whose observations can be read");
            else
            {
                diagnosis.Warn(
                    folder, $"a robot's node of uid {status.User}, mode {Convert.ToString(status.Mode & 0xFFF, 8)}:"
                    + $" uid {user} cannot read its observations, whose mode is 0600",
                    "run the gateway as that user or as root, or the robot's node as this one");
            }
        }
    }
}
