using System.Globalization;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Threading;

/// <summary>
/// Threads that never take the processor from one that has it (<c>SCHED_BATCH</c>): the one that loads a policy, and
/// all that its engine makes meanwhile.
/// </summary>
/// <remarks>
/// Not a nice value: threads inherit it, and nobody but root raises it again, so that the engine would serve robots
/// with it for ever. Not <c>SCHED_IDLE</c>, which cannot be left either. man 7 sched; docs/decisions/0029-swaps.md.
/// </remarks>
internal static unsafe class BatchThreads
{
    // Follows to threads of .NET's, which are given the policy of all when they begin; an engine's inherit it.
    private static readonly AsyncLocal<bool> Loading = new();

    // A thread that is born while the others are looked at is found by the next pass.
    private const int Passes = 8;

    /// <summary>This thread, and all that it makes from here on, if .NET's call <see cref="Follow"/>.</summary>
    /// <returns>Whether it is: not where somebody has chosen how this process is scheduled.</returns>
    public static bool Enter()
    {
        Loading.Value = Policy(0) == LibC.SCHED_OTHER && Set(0, LibC.SCHED_BATCH);
        return Loading.Value;
    }

    /// <summary>This thread has begun: it gives way if the one that made it does.</summary>
    public static void Follow()
    {
        if (Loading.Value)
            Set(0, LibC.SCHED_BATCH);
        Loading.Value = false;
    }

    /// <summary>This thread and all others of the process are as all are.</summary>
    public static void LeaveAll()
    {
        Loading.Value = false;
        if (!OperatingSystem.IsLinux())
            return;
        Set(0, LibC.SCHED_OTHER);
        for (int pass = 0, changed = 1; pass < Passes && changed > 0; pass++)
        {
            changed = 0;
            foreach (string task in Directory.EnumerateDirectories("/proc/self/task"))
            {
                int thread = int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture);
                if (Policy(thread) == LibC.SCHED_BATCH && Set(thread, LibC.SCHED_OTHER))
                    changed++;
            }
        }
    }

    // -1 where the thread has ended, or the kernel does not say.
    private static int Policy(int thread) =>
        OperatingSystem.IsLinux() ? (int)LibC.Call(LibC.GetSchedulerCall, thread, 0, 0) : -1;

    private static bool Set(int thread, int policy)
    {
        // struct sched_param: the static priority, which must be 0 here.
        int parameters = 0;
        return LibC.Call(LibC.SetSchedulerCall, thread, policy, (nint)(&parameters)) == 0;
    }
}
