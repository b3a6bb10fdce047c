namespace PolicyGate.Gateway.Workers;

/// <summary>Puts into words how a process ended.</summary>
internal static class WorkerDeath
{
    // What .NET, like a shell, makes of a signal.
    private const int SignalBase = 128;
    private const int LargestSignal = 64;

    /// <param name="exitCode">Null where it has not ended, though its pipe has.</param>
    public static string Describe(int? exitCode)
    {
        if (exitCode is not { } code)
            return "closed its control pipe";
        if (code is <= SignalBase or > SignalBase + LargestSignal)
            return $"ended by itself with exit code {code}";
        int signal = code - SignalBase;
        string name = signal switch
        {
            4 => "SIGILL (4), an instruction that this processor does not have",
            6 => "SIGABRT (6), it aborted itself",
            7 => "SIGBUS (7), a mapped file that was changed or memory that ran out",
            8 => "SIGFPE (8), an arithmetic fault",
            9 => "SIGKILL (9), perhaps by the kernel, out of memory, or by somebody's kill",
            11 => "SIGSEGV (11), a crash in native code",
            15 => "SIGTERM (15)",
            _ => $"signal {signal}",
        };
        return $"died of {name}";
    }
}
