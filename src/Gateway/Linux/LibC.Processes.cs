using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Linux;

/// <content>The calls that a process makes about itself, its parent and its descriptors.</content>
internal static unsafe partial class LibC
{
    public const int SIGKILL = 9;
    public const int SIGSEGV = 11;

    public const int PR_SET_PDEATHSIG = 1;

    public const int RLIMIT_DATA = 2;

    public const int F_DUPFD_CLOEXEC = 1030;
    public const int F_SETFD = 2;
    public const int FD_CLOEXEC = 1;

    /// <param name="option"><see cref="PR_SET_PDEATHSIG"/>.</param>
    /// <param name="value">Its argument.</param>
    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int ProcessControl(int option, nuint value);

    [LibraryImport("libc", EntryPoint = "getppid")]
    public static partial int GetParentProcessId();

    [LibraryImport("libc", EntryPoint = "setpgid", SetLastError = true)]
    public static partial int SetProcessGroup(int process, int group);

    /// <param name="resource"><see cref="RLIMIT_DATA"/>.</param>
    /// <param name="limits">Two: the one that is to hold, and how far it may be raised again.</param>
    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    public static partial int SetLimit(int resource, ulong* limits);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int FileControl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    public static partial int DuplicateTo(int descriptor, int target);

    /// <param name="signal">Which.</param>
    /// <param name="action">Null leaves it as it is.</param>
    /// <param name="before">Receives what holds now: a <c>struct sigaction</c>, its handler first, 0 for the
    /// default.</param>
    [LibraryImport("libc", EntryPoint = "sigaction", SetLastError = true)]
    public static partial int SignalAction(int signal, nint* action, nint* before);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int SendSignal(int process, int signal);

    /// <summary>Ends the process with nothing of it run any more.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void ExitAtOnce(int code);
}
