using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Linux;

/// <content>Users, groups and capabilities of a process, and what comes after them.</content>
internal static unsafe partial class LibC
{
    public const int PR_CAPBSET_DROP = 24;
    public const int PR_SET_NO_NEW_PRIVS = 38;
    public const int PR_CAP_AMBIENT = 47;
    public const nuint PR_CAP_AMBIENT_CLEAR_ALL = 4;

    public const int F_SETFD = 2;
    public const int FD_CLOEXEC = 1;

    public const short POLLHUP = 0x10;

    /// <summary>To read, through links; not waiting for a FIFO's writer, not for children.</summary>
    public const int OpenThroughLinks = O_NONBLOCK | O_CLOEXEC;

    /// <summary>As <see cref="OpenFlags"/>, a folder and nothing else.</summary>
    public static int OpenFolderFlags { get; } =
        OpenFlags | (RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 0x10000 : 0x4000);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    /// <summary>The kernel's calls by number, which are of this thread alone.</summary>
    /// <remarks>
    /// The C library's own set the ids of all threads, and abort the process where these are not answered alike.
    /// </remarks>
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint Call(nint number, nint a, nint b, nint c);

    /// <summary>Of this thread: whose files it may open.</summary>
    [LibraryImport("libc", EntryPoint = "setfsuid")]
    public static partial int SetFileUser(uint user);

    /// <summary>Of this thread.</summary>
    [LibraryImport("libc", EntryPoint = "setfsgid")]
    public static partial int SetFileGroup(uint group);

    /// <summary>Of this thread.</summary>
    /// <param name="header">Two words: version 3, and 0 for this thread.</param>
    /// <param name="sets">Six words: effective, permitted, inheritable, and their upper halves.</param>
    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    public static partial int SetCapabilities(uint* header, uint* sets);

    /// <summary>Of this thread; the kernel refuses some options where an unused argument is not 0.</summary>
    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int ProcessControl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    public static partial int ChangeOwner(int descriptor, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    public static partial int ChangeMode(int descriptor, uint mode);

    /// <summary>Becomes another program; returns only where it cannot.</summary>
    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true)]
    public static partial int Execute(byte* path, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PolledDescriptor* descriptors, nuint count, int milliseconds);
}
