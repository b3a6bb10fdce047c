namespace PolicyGate.Tests.Fixtures;

/// <summary>What code takes of the managed heap on its own thread, once warm.</summary>
internal static class Allocations
{
    private const int Rounds = 5;

    /// <summary>
    /// The least of several rounds: the runtime itself allocates now and then on anybody's thread, code that allocates
    /// does so each time.
    /// </summary>
    public static long LeastOf(Action round)
    {
        long least = long.MaxValue;
        for (int i = 0; i < Rounds; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
