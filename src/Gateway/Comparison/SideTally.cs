using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Replay;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Comparison;

/// <summary>What one side's ticks have come to so far.</summary>
internal sealed class SideTally
{
    private readonly SortedDictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private long _chunks;
    private long _skips;
    private long _holds;
    private long _limitedTicks;
    private long _limitedRows;
    private long _lateRows;

    public string? FirstFailure { get; private set; }

    /// <summary>Ticks whose raw chunk holds NaN or infinity.</summary>
    public long NonFinite { get; private set; }

    public void Add(PlayedTick played, bool finite)
    {
        _chunks += played.Outcome is TickOutcome.Chunk ? 1 : 0;
        _skips += played.Outcome is TickOutcome.Skip ? 1 : 0;
        _holds += played.Outcome is TickOutcome.Hold ? 1 : 0;
        if (played.Reason is not TickReason.None)
            _reasons[$"{played.Reason}"] = _reasons.GetValueOrDefault($"{played.Reason}") + 1;
        FirstFailure ??= played.Error?.Message;
        NonFinite += played.HasRun && !finite ? 1 : 0;
        _limitedTicks += played.LimitedRows > 0 ? 1 : 0;
        _limitedRows += played.LimitedRows;
        _lateRows += played.LateRows;
    }

    public SideCounts Counts() => new()
    {
        Chunks = _chunks,
        Skips = _skips,
        Holds = _holds,
        Reasons = _reasons,
        FirstFailure = FirstFailure,
        NonFiniteTicks = NonFinite,
        LimitedTicks = _limitedTicks,
        LimitedRows = _limitedRows,
        LateRows = _lateRows,
    };
}
