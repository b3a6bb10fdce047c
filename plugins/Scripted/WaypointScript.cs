namespace PolicyGate.Scripted;

/// <summary>From where the robot stood at the episode's start through all waypoints, each at rest.</summary>
/// <remarks>
/// <code>
/// start ──▶ 0 ──▶ 1 ──▶ … ──▶ last      then the last is held,
///           ▲                  │
///           └──────────────────┘        or with a loop the way goes on to the first.
/// </code>
/// Only the first leg depends on the robot; the others' times are summed once.
/// </remarks>
internal sealed class WaypointScript : IScript
{
    private readonly Waypoint[] _waypoints;
    private readonly double _rateHz;

    /// <summary>When leg i from waypoint i to the next is over, its stay included, in seconds after the
    /// first.</summary>
    private readonly double[] _ends;
    private readonly bool _loops;

    /// <param name="waypoints">At least one.</param>
    /// <param name="loop">Whether it goes on from the last to the first.</param>
    /// <param name="rateHz">Rows per second.</param>
    public WaypointScript(Waypoint[] waypoints, bool loop, double rateHz)
    {
        (_waypoints, _rateHz) = (waypoints, rateHz);
        _ends = new double[loop ? waypoints.Length : waypoints.Length - 1];
        double end = 0;
        for (int leg = 0; leg < _ends.Length; leg++)
        {
            Waypoint next = Next(leg);
            _ends[leg] = end += next.TimeFrom(waypoints[leg].Positions) + next.Hold;
        }
        // A loop without length stays where it is.
        _loops = loop && end > 0;
    }

    public void Fill(Span<float> chunk, ReadOnlySpan<float> shown, ReadOnlySpan<float> first, double played)
    {
        double toFirst = _waypoints[0].TimeFrom(first);
        for (double row = played; chunk.Length > 0; row++, chunk = chunk[first.Length..])
        {
            Span<float> positions = chunk[..first.Length];
            double time = row / _rateHz;
            if (time < toFirst)
                Between(first, _waypoints[0].Positions, time / toFirst, positions);
            else
                FillAfterFirst(time - toFirst - _waypoints[0].Hold, positions);
        }
    }

    private void FillAfterFirst(double time, Span<float> positions)
    {
        if (_loops && time > 0)
            time %= _ends[^1];
        int leg = 0;
        if (time > 0)
        {
            int found = Array.BinarySearch(_ends, time);
            leg = found >= 0 ? found + 1 : ~found;
        }
        if (leg >= _ends.Length)
        {
            _waypoints[^1].Positions.CopyTo(positions);
            return;
        }
        Waypoint from = _waypoints[leg], to = Next(leg);
        double begun = leg == 0 ? 0 : _ends[leg - 1];
        double length = to.TimeFrom(from.Positions);
        double part = length > 0 ? Math.Clamp((time - begun) / length, 0, 1) : 1;
        Between(from.Positions, to.Positions, part, positions);
    }

    private Waypoint Next(int leg) => _waypoints[(leg + 1) % _waypoints.Length];

    private static void Between(ReadOnlySpan<float> from, ReadOnlySpan<float> to, double part, Span<float> positions)
    {
        double way = MinimumJerk.At(part);
        for (int joint = 0; joint < positions.Length; joint++)
            positions[joint] = (float)(from[joint] + (way * (to[joint] - from[joint])));
    }
}
