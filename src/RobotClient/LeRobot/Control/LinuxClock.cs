using System.Runtime.InteropServices;

namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>The C library's clocks and timers.</summary>
internal static partial class LinuxClock
{
    private const int Monotonic = 1, BootTime = 7;
    private const int AbsoluteTime = 1;
    private const int TimerSlackOption = 29;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Whether this is the C library that is meant here.</summary>
    public static bool IsKnown { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>How long the machine was suspended since it started: what the monotonic clock leaves out.</summary>
    public static long SuspendedNanoseconds()
    {
        if (!IsKnown)
            return 0;
        _ = GetTime(BootTime, out Time all);
        _ = GetTime(Monotonic, out Time running);
        return ((all.Seconds - running.Seconds) * NanosecondsPerSecond) + all.Nanoseconds - running.Nanoseconds;
    }

    /// <returns>0, or an error number: interrupted by a signal.</returns>
    public static int SleepUntil(in Time moment) => NanoSleep(Monotonic, AbsoluteTime, in moment, 0);

    /// <param name="nanoseconds">0 for what the thread began with.</param>
    public static int SetTimerSlack(nuint nanoseconds) => Control(TimerSlackOption, nanoseconds, 0, 0, 0);

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int NanoSleep(int clock, int flags, in Time request, nint remaining);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint first, nuint second, nuint third, nuint fourth);

    /// <summary><c>struct timespec</c>, on 64 bits.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct Time(nint Seconds, nint Nanoseconds);
}
