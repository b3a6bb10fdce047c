using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Statistics;

/// <summary>A session's commands of the last minute, to be shown when the worst tick is among them.</summary>
internal sealed class PathWindow(int joints, double stepSeconds)
{
    private readonly int _steps = (int)(60 / stepSeconds);
    private readonly List<float>[] _a = [.. Enumerable.Range(0, joints).Select(_ => new List<float>())];
    private readonly List<float>[] _b = [.. Enumerable.Range(0, joints).Select(_ => new List<float>())];
    private readonly List<int> _seams = [];
    private readonly List<(int Step, long Tick)> _ticks = [];
    private bool _closed;

    /// <summary>Of the worst tick in it, in tolerances; null before one was seen.</summary>
    public double? Worst { get; private set; }

    private int Length => _a.Length == 0 ? 0 : _a[0].Count;

    public void Begin()
    {
        foreach (List<float> values in _a.Concat(_b))
            values.Clear();
        _seams.Clear();
        _ticks.Clear();
        (_closed, Worst) = (false, null);
    }

    /// <summary>A tick's chunks are taken now.</summary>
    /// <param name="tick">Of the session.</param>
    /// <param name="tolerances">How far apart they are.</param>
    public void Tick(long tick, double tolerances)
    {
        // All that came before a worse tick and does not lead to it any more is of no use.
        if (_closed && tolerances > Worst)
            Begin();
        if (_closed)
            return;
        if (_ticks.Count > 0)
            _seams.Add(Length);
        _ticks.Add((Length, tick));
        if (Worst is null || tolerances > Worst)
            Worst = tolerances;
    }

    public void Add(SideMotion a, SideMotion b)
    {
        if (_closed || _ticks.Count == 0)
            return;
        for (int i = 0; i < joints; i++)
        {
            _a[i].Add((float)a.Last(i));
            _b[i].Add((float)b.Last(i));
        }
        _closed = Length >= _steps;
    }

    public PlayedPath Close(string session) => new()
    {
        Session = session,
        FirstTick = _ticks.Count == 0 ? 0 : _ticks[0].Tick,
        StepSeconds = stepSeconds,
        A = [.. _a.Select(values => values.ToArray())],
        B = [.. _b.Select(values => values.ToArray())],
        Seams = [.. _seams],
    };
}
