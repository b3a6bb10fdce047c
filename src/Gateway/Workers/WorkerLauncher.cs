using System.Collections.Concurrent;
using System.Diagnostics;

namespace PolicyGate.Gateway.Workers;

/// <summary>
/// Starts all workers from one thread that stays: a worker dies with the thread that forked it, and threads of the pool
/// come and go.
/// </summary>
internal static class WorkerLauncher
{
    private static readonly BlockingCollection<Task<Process>> Starts = [];

    static WorkerLauncher() =>
        new Thread(Work) { Name = "worker launcher", IsBackground = true }.Start();

    /// <exception cref="System.ComponentModel.Win32Exception">The system does not start it.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        var task = new Task<Process>(() => Process.Start(start)!);
        Starts.Add(task);
        return task.GetAwaiter().GetResult();
    }

    private static void Work()
    {
        foreach (Task<Process> start in Starts.GetConsumingEnumerable())
            start.RunSynchronously(TaskScheduler.Default);
    }
}
