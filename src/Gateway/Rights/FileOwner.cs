using System.Runtime.InteropServices;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Rights;

/// <summary>A user and the group beside it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileOwner(uint User, uint Group)
{
    /// <summary>Of what a path leads to; null where it leads nowhere.</summary>
    public static FileOwner? Of(string path)
    {
        const uint Mask = LibC.STATX_UID | LibC.STATX_GID;
        return LibC.StatX(LibC.AT_FDCWD, path, 0, Mask, out FileStatus status) == 0
            ? new FileOwner(status.User, status.Group)
            : null;
    }

    public override string ToString() => $"user {User}, group {Group}";
}
