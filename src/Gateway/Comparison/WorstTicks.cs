using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison;

/// <summary>The ticks with the largest differences, no two of one moment: they would show the same.</summary>
internal sealed class WorstTicks
{
    private const int Kept = 6;

    // Of a robot at 30 Hz ten ticks are a third of a second.
    private const int SameMoment = 10;

    private readonly List<WorstTick> _ticks = [];

    /// <summary>The worst first.</summary>
    public IReadOnlyList<WorstTick> All => _ticks;

    /// <summary>Whether a tick would be kept: only then is it worth to be made.</summary>
    public bool Wants(TickPlace place, double tolerances)
    {
        if (tolerances <= 0)
            return false;
        if (Neighbour(place) is { } near)
            return tolerances > near.Tolerances;
        return _ticks.Count < Kept || tolerances > _ticks[^1].Tolerances;
    }

    public void Add(TickPlace place, WorstTick tick)
    {
        if (Neighbour(place) is { } near)
            _ticks.Remove(near);
        int index = _ticks.FindIndex(other => other.Tolerances < tick.Tolerances);
        _ticks.Insert(index < 0 ? _ticks.Count : index, tick);
        if (_ticks.Count > Kept)
            _ticks.RemoveAt(Kept);
    }

    private WorstTick? Neighbour(TickPlace place) => _ticks.Find(other =>
        other.Session == place.Session && Math.Abs(other.Tick - place.Tick) < SameMoment);
}
