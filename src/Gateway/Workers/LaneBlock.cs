using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Workers;

/// <summary>
/// One lane's part of the lanes' region: what a run is given, and how it ended. Request and reply are sequence numbers,
/// each on a line of the cache of its own and waited on as a futex; all else is written before the number that hands it
/// over.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal unsafe struct LaneBlock
{
    public const int Bytes = 8192;

    /// <summary>More would only be cut off in a log.</summary>
    public const int MaximumMessageBytes = 3840;

    /// <summary>Rows that may have an episode each. 256: batches of policies are a few.</summary>
    public const int MaximumEpisodes = 256;

    /// <summary>Written by the gateway; 0 before the first.</summary>
    [FieldOffset(0)]
    public int Request;

    /// <summary>Written by the worker: the request that it has answered. <see cref="Nudge"/> is the
    /// gateway's.</summary>
    [FieldOffset(64)]
    public int Reply;

    [FieldOffset(128)]
    public int Inference;

    [FieldOffset(132)]
    public int Rows;

    [FieldOffset(136)]
    public ulong Seed;

    /// <summary>Of time until the deadline; <see cref="long.MaxValue"/> for none. The clocks differ.</summary>
    [FieldOffset(144)]
    public long RemainingNanoseconds;

    [FieldOffset(152)]
    public int Episodes;

    /// <summary>A <see cref="Abstractions.RunStatus"/>.</summary>
    [FieldOffset(192)]
    public int Status;

    [FieldOffset(196)]
    public int MessageBytes;

    /// <summary>UTF-8.</summary>
    [FieldOffset(256)]
    public fixed byte Message[MaximumMessageBytes];

    [FieldOffset(4096)]
    private fixed byte _episodes[MaximumEpisodes * EpisodeMark.Bytes];

    /// <summary>In <see cref="Reply"/>: the gateway itself has woken its waiter; never part of a number.</summary>
    public static int Nudge => int.MinValue;

    /// <summary>One for each of the first <see cref="Episodes"/> rows.</summary>
    public static EpisodeMark* EpisodesOf(LaneBlock* lane) => (EpisodeMark*)lane->_episodes;
}
