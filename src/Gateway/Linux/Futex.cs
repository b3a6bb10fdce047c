using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Linux;

/// <summary>Waits on a word of memory that two processes share.</summary>
/// <remarks>
/// Not an eventfd: its descriptor would have to be passed to the other process, for which .NET has no call, and
/// <c>/proc/PID/fd</c> does not open one.
/// </remarks>
internal static unsafe class Futex
{
    // Without FUTEX_PRIVATE_FLAG: the waiter may be in another process.
    private const nint WaitOperation = 0;
    private const nint WakeOperation = 1;

    private static readonly nint Number = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 202,
        Architecture.Arm64 => 98,
        Architecture other => throw new PlatformNotSupportedException($"futex has no known number on {other}."),
    };

    /// <summary>Sleeps while the word holds a value. Returns early now and then: look and wait again.</summary>
    /// <param name="word">In shared memory, aligned to 4 bytes.</param>
    /// <param name="value">Where the word holds another, it returns at once.</param>
    /// <param name="limit">The longest sleep; <see cref="Timeout.InfiniteTimeSpan"/> for none.</param>
    public static void Wait(int* word, int value, TimeSpan limit)
    {
        if (limit == Timeout.InfiniteTimeSpan)
        {
            LibC.Call(Number, word, WaitOperation, value, null);
            return;
        }
        if (limit <= TimeSpan.Zero)
            return;
        var timeout = new TimeSpec(limit);
        LibC.Call(Number, word, WaitOperation, value, &timeout);
    }

    /// <summary>Wakes the one that waits, if one does.</summary>
    public static void Wake(int* word) => LibC.Call(Number, word, WakeOperation, 1, null);
}
