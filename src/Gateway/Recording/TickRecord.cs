using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Recording;

/// <summary>A tick on its way to the disk. There are as many as may wait, and they are used again.</summary>
internal sealed class TickRecord
{
    /// <summary>Of a part of <see cref="Memory"/> that there is none.</summary>
    public const int None = -1;

    /// <summary>Whose it is.</summary>
    public RecordedSession? Session { get; set; }

    public long Tick { get; set; }

    public bool BeginsEpisode { get; set; }

    public TickInstant Asked { get; set; }

    public TickInstant Ran { get; set; }

    public long? Run { get; set; }

    public TickOutcome Outcome { get; set; }

    public TickReason Reason { get; set; }

    public string? Error { get; set; }

    public int LateRows { get; set; }

    public int LimitedRows { get; set; }

    /// <summary>Null for a skip.</summary>
    public long? IntervalNanoseconds { get; set; }

    /// <summary>By <see cref="TimingColumns.Names"/>, in nanoseconds.</summary>
    public long[] Timings { get; } = new long[TimingColumns.Names.Count];

    /// <summary>Request, observation, reply, raw and chunk, one behind the other.</summary>
    public byte[] Memory { get; set; } = [];

    public int RequestBytes { get; set; }

    public int ObservationBytes { get; set; }

    public int ReplyBytes { get; set; }

    public int RawBytes { get; set; }

    public int ChunkBytes { get; set; }

    /// <summary>In the place of an observation in memory; to be closed by whoever has the record.</summary>
    public KeptFile? File { get; set; }

    /// <summary>What it keeps from others.</summary>
    public long Bytes => Memory.Length + (File?.Bytes ?? 0);
}
