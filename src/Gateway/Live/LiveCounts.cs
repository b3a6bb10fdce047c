using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Live;

/// <summary>What one robot was answered since it came. Counted by its thread, read by any.</summary>
internal sealed class LiveCounts
{
    private static readonly TickReason[] Reasons = Enum.GetValues<TickReason>();
    private static readonly string[] Names = [.. Reasons.Select(reason => reason.ToString())];

    private readonly long[] _skips = new long[(int)Reasons.Max() + 1];
    private readonly long[] _holds = new long[(int)Reasons.Max() + 1];
    private long _chunks;
    private long _episodes;
    private long _lateRows;
    private long _limitedRows;

    public long Chunks => Volatile.Read(ref _chunks);

    public long Episodes => Volatile.Read(ref _episodes);

    public long LateRows => Volatile.Read(ref _lateRows);

    public long LimitedRows => Volatile.Read(ref _limitedRows);

    public IReadOnlyDictionary<string, long> Skips => ByReason(_skips);

    public IReadOnlyDictionary<string, long> Holds => ByReason(_holds);

    /// <summary>The name of a reason, which takes no memory.</summary>
    public static string NameOf(TickReason reason) => Names[Array.IndexOf(Reasons, reason)];

    public void Add(in TickAnswer answer, bool beginsEpisode)
    {
        if (beginsEpisode)
            Count(ref _episodes);
        Count(ref _lateRows, answer.LateRows);
        Count(ref _limitedRows, answer.LimitedRows);
        if (answer.Outcome is TickOutcome.Chunk)
            Count(ref _chunks);
        else
            Count(ref (answer.Outcome is TickOutcome.Skip ? _skips : _holds)[(int)answer.Reason]);
    }

    // One thread writes: nothing is lost between the reading and the writing.
    private static void Count(ref long counter, long more = 1) => Volatile.Write(ref counter, counter + more);

    private static Dictionary<string, long> ByReason(long[] counts)
    {
        Dictionary<string, long> found = new(StringComparer.Ordinal);
        foreach (TickReason reason in Reasons)
        {
            if (Volatile.Read(ref counts[(int)reason]) is > 0 and long count)
                found.Add(NameOf(reason), count);
        }
        return found;
    }
}
