using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Workers.Inside;

/// <summary>Ends a worker that was sent SIGSEGV from outside.</summary>
/// <remarks>
/// The runtime takes every SIGSEGV for a fault. One that is not its own it leaves to the next attempt, under the
/// system's default action; after a <c>kill -SEGV</c> there is none, and the process goes on without the handler that
/// makes exceptions of null references. So the worker looks now and then, and dies as it was told to.
/// </remarks>
internal static unsafe class FaultSignal
{
    // Larger than the C library's structure, whose first member is the handler.
    private const int ActionBytes = 256;

    public static void DieIfItWasSent()
    {
        nint* action = stackalloc nint[ActionBytes / sizeof(nint)];
        if (LibC.SignalAction(LibC.SIGSEGV, null, action) == 0 && action[0] == 0)
            _ = LibC.SendSignal(Environment.ProcessId, LibC.SIGSEGV);
    }
}
