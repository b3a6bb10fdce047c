using System.Runtime.InteropServices;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Live;

/// <summary>One tick as it is kept for those who look; its numbers lie beside it in the ring.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct LiveTick
{
    /// <summary>The robot's ticks from 0.</summary>
    public long Number;

    /// <summary>By the wall clock, when the answer was made.</summary>
    public DateTimeOffset At;

    public LiveStages Stages;

    public TickOutcome Outcome;

    public TickReason Reason;

    public bool BeginsEpisode;

    public int LateRows;

    public int LimitedRows;

    /// <summary>That answered, or would have.</summary>
    public string Policy;

    public int Version;

    /// <summary>The policy that has failed, where another stands in for it; else null.</summary>
    public string? InPlaceOf;

    /// <summary>Rows that went out; fewer may be kept.</summary>
    public int SentRows;

    public int KeptRows;

    public long IntervalNanoseconds;

    /// <summary>Positions measured; 0 where the tick does not tell.</summary>
    public int Measured;
}
