using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Workers.Inside;

/// <summary>What a worker does to its own process before anything is loaded into it.</summary>
internal static class WorkerSetup
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;

    // Of -1000 to 1000: the kernel takes a worker before it takes the gateway, and after what offers itself.
    private const int OutOfMemoryScore = 500;

    // What a supervisor of processes or a terminal sends to all of them: the gateway ends its workers itself, when
    // ticks under way have been answered.
    private static readonly PosixSignal[] NotForWorkers =
        [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGHUP];

    private static readonly List<PosixSignalRegistration> Ignored = [];

    /// <returns>Why the worker cannot go on; null where it can.</returns>
    public static string? Prepare(int parent, long? memoryBytes)
    {
        if (LibC.ProcessControl(LibC.PR_SET_PDEATHSIG, LibC.SIGKILL) != 0)
            return $"PR_SET_PDEATHSIG: {Marshal.GetLastPInvokeErrorMessage()}";
        // Whoever died before that sends no signal any more.
        int found = LibC.GetParentProcessId();
        if (found != parent)
            return $"a worker is started by a gateway: expected process {parent} as the parent, found {found}";
        foreach (PosixSignal signal in NotForWorkers)
            Ignored.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = true));
        // Out of the terminal's foreground group; without one it fails, and nothing is lost.
        _ = LibC.SetProcessGroup(0, 0);
        RaiseOutOfMemoryScore();
        return memoryBytes is { } bytes ? LimitMemory((ulong)bytes) : null;
    }

    /// <summary>
    /// Takes the pipes to the gateway off stdin and stdout: an engine that prints writes to stderr, one that reads
    /// finds the end.
    /// </summary>
    public static ControlChannel<FromWorker, ToWorker> TakeControlPipes()
    {
        FileStream read = Take(Input, FileAccess.Read);
        FileStream write = Take(Output, FileAccess.Write);
        using (SafeFileHandle nothing = File.OpenHandle("/dev/null"))
            _ = LibC.DuplicateTo((int)nothing.DangerousGetHandle(), Input);
        _ = LibC.DuplicateTo(Error, Output);
        return new ControlChannel<FromWorker, ToWorker>(
            write, ControlJson.Default.FromWorker, read, ControlJson.Default.ToWorker);
    }

    private static FileStream Take(int descriptor, FileAccess access)
    {
        int own = LibC.FileControl(descriptor, LibC.F_DUPFD_CLOEXEC, Error + 1);
        if (own < 0)
            throw new IOException($"descriptor {descriptor}: {Marshal.GetLastPInvokeErrorMessage()}");
        return new FileStream(new SafeFileHandle(own, ownsHandle: true), access, bufferSize: 0);
    }

    private static void RaiseOutOfMemoryScore()
    {
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", OutOfMemoryScore.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A container without that file: the kernel then chooses by size alone.
        }
    }

    /// <summary>
    /// Private memory that can be written. Not RLIMIT_AS, which .NET cannot live with: it reserves far more addresses
    /// than it uses.
    /// </summary>
    private static unsafe string? LimitMemory(ulong bytes)
    {
        ulong* limits = stackalloc ulong[2] { bytes, bytes };
        return LibC.SetLimit(LibC.RLIMIT_DATA, limits) == 0
            ? null
            : $"RLIMIT_DATA {bytes}: {Marshal.GetLastPInvokeErrorMessage()}";
    }
}
