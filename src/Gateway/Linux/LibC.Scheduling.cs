using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Linux;

/// <content>How a thread's turns at the processor are dealt out.</content>
internal static unsafe partial class LibC
{
    public const int SCHED_OTHER = 0;
    public const int SCHED_BATCH = 3;

    public const int PRIO_PROCESS = 0;

    /// <summary>Of one thread: the kernel's own call, for musl's answers that there is none.</summary>
    public static nint SetSchedulerCall { get; } =
        RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 144 : 119;

    /// <inheritdoc cref="SetSchedulerCall"/>
    public static nint GetSchedulerCall { get; } =
        RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 145 : 120;

    /// <param name="which"><see cref="PRIO_PROCESS"/>.</param>
    /// <param name="thread">0 for the one that calls.</param>
    /// <param name="nice">-20 to 19.</param>
    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    public static partial int SetPriority(int which, uint thread, int nice);
}
