using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PolicyGate.RobotClient.Linux;

/// <summary>The C library's calls that the framework has none for, on 64-bit Linux.</summary>
internal static unsafe partial class LibC
{
    public const int EINTR = 4;
    public const int EAGAIN = 11;

    public const int SIGTERM = 15;

    public const int AT_EMPTY_PATH = 0x1000;

    public const int S_IFMT = 0xF000;
    public const int S_IFREG = 0x8000;

    public const uint STATX_TYPE = 0x1;
    public const uint STATX_MTIME = 0x40;
    public const uint STATX_SIZE = 0x200;

    public const int F_SETFL = 4;
    public const int O_NONBLOCK = 0x800;

    private const int O_CLOEXEC = 0x80000;

    /// <summary>Read only, not through a symbolic link, not waiting for a FIFO's writer, not for children.</summary>
    public static int OpenFlags { get; } = O_NONBLOCK | O_CLOEXEC | RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 0x20000,
        Architecture.Arm64 => 0x8000,
        Architecture other => throw new PlatformNotSupportedException($"O_NOFOLLOW is not known on {other}."),
    };

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    public static partial nint PRead(SafeFileHandle file, byte* into, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafePipeHandle pipe, byte* from, nuint count);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int FileControl(SafePipeHandle pipe, int command, int argument);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatX(SafeFileHandle file, string path, int flags, uint mask, out FileStatus into);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int SendSignal(int process, int signal);
}
