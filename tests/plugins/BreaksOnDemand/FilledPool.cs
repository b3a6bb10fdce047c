namespace PolicyGate.Tests.Plugins;

/// <summary>A thread pool all of whose threads wait for something that does not come.</summary>
internal static class FilledPool
{
    private static readonly ManualResetEvent Emptied = new(initialState: false);
    private static bool _filled;

    /// <summary>Once; it has no threads more than processors from then on, and none of them is free.</summary>
    public static void Fill()
    {
        if (_filled)
            return;
        _filled = true;
        ThreadPool.SetMinThreads(1, 1);
        ThreadPool.SetMaxThreads(Environment.ProcessorCount, Environment.ProcessorCount);
        for (int i = 0; i < 16 * Environment.ProcessorCount; i++)
            ThreadPool.QueueUserWorkItem(_ => Emptied.WaitOne());
    }

    public static void Empty() => Emptied.Set();
}
