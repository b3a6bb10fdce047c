using System.Runtime.InteropServices;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>What lies at a path, links not followed; equal only for the same file.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SocketFile(SocketFileKind Kind, ulong Inode, ulong Device)
{
    /// <exception cref="IOException">It cannot be looked at; the message says why.</exception>
    public static SocketFile At(string path)
    {
        const uint Wanted = LibC.STATX_TYPE | LibC.STATX_INO;
        if (LibC.StatX(LibC.AT_FDCWD, path, LibC.AT_SYMLINK_NOFOLLOW, Wanted, out FileStatus status) != 0)
        {
            return Marshal.GetLastPInvokeError() is LibC.ENOENT
                ? default
                : throw new IOException($"cannot look at {path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        // Told apart by type: to connect to a plain file is refused just as to connect to an abandoned socket is.
        bool isSocket = (status.Mode & LibC.S_IFMT) == LibC.S_IFSOCK;
        return new SocketFile(isSocket ? SocketFileKind.Socket : SocketFileKind.Other, status.Inode, status.Device);
    }
}
