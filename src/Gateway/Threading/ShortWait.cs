namespace PolicyGate.Gateway.Threading;

/// <summary>Looks for a moment whether something has come about, before the caller goes to sleep over it.</summary>
/// <remarks>
/// <para>To wake a thread that sleeps takes 30 to 100 µs where processors are virtual or have gone idle, and a tick
/// has four such hand-overs: in a tick of 2 ms that is a tenth.</para>
/// <para>Between looks the processor is offered to whoever is ready to run, so that nobody who has work waits for one
/// who has none. At most every second processor waits like this; on a machine with one nobody does.</para>
/// </remarks>
internal static class ShortWait
{
    // As many as fit into the time where nobody else wants the processor; bounds the wait under a clock that stands.
    private const int Looks = 4000;

    // A small policy's run; larger ones are worth a sleep. Looks alone would not end where others want the processor.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(2);

    private static readonly int MostAtOnce = Environment.ProcessorCount / 2;

    private static int _waiting;

    /// <summary>Returns when it has, or when it is time to sleep.</summary>
    /// <param name="subject">What is looked at.</param>
    /// <param name="hasCome">Reads what other threads write, so by volatile reads; static, to allocate nothing.</param>
    /// <param name="time">The clock.</param>
    public static void For<T>(T subject, Func<T, bool> hasCome, TimeProvider time)
    {
        if (hasCome(subject))
            return;
        if (Interlocked.Increment(ref _waiting) <= MostAtOnce)
        {
            long begun = time.GetTimestamp();
            var wait = default(SpinWait);
            for (int look = 0; look < Looks && !hasCome(subject) && time.GetElapsedTime(begun) < Longest; look++)
                wait.SpinOnce(sleep1Threshold: -1);
        }
        Interlocked.Decrement(ref _waiting);
    }
}
