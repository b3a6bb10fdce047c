using PolicyGate.Gateway.Linux;
using PolicyGate.Gateway.Threading;

namespace PolicyGate.Gateway.Swaps;

/// <summary>Where a swap's work is done: on one thread, which gives way to those that robots wait for.</summary>
internal static class LoadingThread
{
    // As far as it goes: what copies and hashes has 1/68 of the turns of a thread that robots wait for.
    private const int Nicest = 19;

    // When one is done all threads of the process are as before, those of another that still loads as well.
    private static readonly Lock OneAtATime = new();

    /// <summary>Loads: threads that are made meanwhile give way as well, until it is done.</summary>
    public static Task<T> Run<T>(string name, Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                // Before anybody goes on: a thread of the pool that this makes is to be as all are.
                T result = Load(work);
                done.SetResult(result);
            }
#pragma warning disable CA1031 // Whoever waits is told.
            catch (Exception bug)
#pragma warning restore CA1031
            {
                done.SetException(bug);
            }
        })
        {
            Name = name, IsBackground = true,
        };
        thread.Start();
        return done.Task;
    }

    /// <summary>
    /// Reads and writes files, and makes no thread: it has the lowest priority that there is, and what it made would
    /// keep that. Waited for here.
    /// </summary>
    public static T RunNice<T>(string name, Func<T> work)
    {
        T result = default!;
        Exception? bug = null;
        var thread = new Thread(() =>
        {
            try
            {
                if (OperatingSystem.IsLinux())
                    _ = LibC.SetPriority(LibC.PRIO_PROCESS, 0, Nicest);
                result = work();
            }
#pragma warning disable CA1031 // Thrown again by the thread that waits.
            catch (Exception caught)
#pragma warning restore CA1031
            {
                bug = caught;
            }
        })
        {
            Name = name, IsBackground = true,
        };
        thread.Start();
        thread.Join();
        if (bug is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(bug);
        return result;
    }

    private static T Load<T>(Func<T> work)
    {
        lock (OneAtATime)
        {
            bool batch = BatchThreads.Enter();
            try
            {
                return work();
            }
            finally
            {
                if (batch)
                    BatchThreads.LeaveAll();
            }
        }
    }
}
