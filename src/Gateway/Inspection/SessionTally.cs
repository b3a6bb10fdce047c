using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Inspection;

/// <summary>Adds up one robot's recorded ticks.</summary>
internal sealed class SessionTally(RecordedTick first)
{
    private readonly Dictionary<string, long> _skips = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _holds = new(StringComparer.Ordinal);
    private readonly string _route = first.Route;
    private readonly RecordedWire _wire = first.Wire;
    private readonly long _firstTick = first.Tick;
    private readonly long _firstAsked = first.Clock?.Asked ?? 0;
    private long _lastTick;
    private long _lastAsked;
    private long _ticks;
    private long _episodes;
    private long _chunks;
    private long _lateRows;
    private long _limitedRows;

    public void Add(RecordedTick tick)
    {
        _ticks++;
        _lastTick = tick.Tick;
        _lastAsked = tick.Clock?.Asked ?? 0;
        _episodes += tick.BeginsEpisode ? 1 : 0;
        _lateRows += tick.LateRows;
        _limitedRows += tick.LimitedRows;
        if (tick.Outcome is TickOutcome.Chunk)
        {
            _chunks++;
            return;
        }
        Dictionary<string, long> reasons = tick.Outcome is TickOutcome.Hold ? _holds : _skips;
        string reason = tick.Reason.ToString();
        reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
    }

    public SessionSummary Summary(string name)
    {
        long all = _lastTick - _firstTick + 1;
        double seconds = (_lastAsked - _firstAsked) / 1e9;
        return new SessionSummary(
            name, _route, RecordingWords.Of(_wire), _ticks, Math.Max(0, all - _ticks), _episodes, seconds,
            seconds > 0 ? (all - 1) / seconds : 0, _chunks, _skips, _holds, _lateRows, _limitedRows);
    }
}
