using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.CommandLine;

namespace PolicyGate.Gateway.Workers.Inside;

/// <summary>A worker process from its start to its end.</summary>
internal static class WorkerMain
{
    /// <param name="parent">The gateway's process.</param>
    /// <param name="memoryBytes">How much memory it may take; null for no limit.</param>
    /// <returns>The exit code.</returns>
    public static int Run(int parent, long? memoryBytes)
    {
        // On the main thread, which stays: the kernel's signal is bound to the thread that asked for it.
        if (WorkerSetup.Prepare(parent, memoryBytes) is { } unfit)
        {
            Console.Error.WriteLine(unfit);
            return ExitCodes.Usage;
        }
        using ControlChannel<FromWorker, ToWorker> control = WorkerSetup.TakeControlPipes();
        using var logs = new ControlLoggerProvider(control);
        using ILoggerFactory loggers = LoggerFactory.Create(
            builder => builder.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
        using var engine = new WorkerEngine(loggers);
        new ControlLoop(control, logs, engine, parent).Run();
        return ExitCodes.Ok;
    }
}
