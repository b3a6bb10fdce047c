using System.Runtime.InteropServices;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Observations;

/// <summary>What the kernel's refusals mean for a robot's observation file, and how to mend each.</summary>
internal static class ObservationFileErrors
{
    /// <param name="errno">Of <c>open</c>.</param>
    public static GatewayError Open(int errno) => errno switch
    {
        LibC.ENOENT or LibC.ENOTDIR => new(
            ErrorCode.NotFound,
            "it is not there: the robot's node keeps only its newest 5 files, so the gateway may have come too late; "
            + "in a container the folder must be mounted at the path that the robot sends"),
        LibC.EACCES or LibC.EPERM => new(
            ErrorCode.InvalidArgument,
            $"permission denied for uid {LibC.GetEffectiveUserId()}: the robot's node makes its folder 0700 and its "
            + "files 0600; run the gateway as the node's user or as root"),
        LibC.ELOOP => new(
            ErrorCode.InvalidArgument,
            "it is a symbolic link, which is never followed: send the path of the file itself"),
        LibC.ENXIO => NotRegular(LibC.S_IFSOCK),
        LibC.ENAMETOOLONG => new(ErrorCode.InvalidArgument, "its name is too long for the file system"),
        LibC.EMFILE or LibC.ENFILE => new(
            ErrorCode.Overloaded,
            "no more files can be opened by this process or on this machine: raise the limit (ulimit -n)"),
        _ => new(
            ErrorCode.InvalidArgument, $"it cannot be opened: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})"),
    };

    /// <param name="mode">Of <c>statx</c>; the bits of <c>S_IFMT</c> say what it is.</param>
    public static GatewayError NotRegular(int mode)
    {
        string kind = (mode & LibC.S_IFMT) switch
        {
            LibC.S_IFIFO => "a FIFO",
            LibC.S_IFCHR => "a character device",
            LibC.S_IFBLK => "a block device",
            LibC.S_IFDIR => "a directory",
            LibC.S_IFSOCK => "a socket",
            _ => "not a file that holds bytes",
        };
        return new GatewayError(ErrorCode.InvalidArgument, $"it is {kind}; an observation is a regular file");
    }
}
