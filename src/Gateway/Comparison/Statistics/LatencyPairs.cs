namespace PolicyGate.Gateway.Comparison.Statistics;

/// <summary>Both sides' times of the same ticks, in milliseconds.</summary>
/// <remarks>
/// So many at most: when it is full every second one goes, and from then on only every second one comes. That leaves
/// the whole run evenly covered, however long it is.
/// </remarks>
internal sealed class LatencyPairs
{
    // 2000 resamples of four figures of so many take two seconds.
    public const int Capacity = 16_384;

    private readonly List<long> _ticks = [];
    private readonly List<double> _a = [];
    private readonly List<double> _b = [];
    private long _seen;
    private long _stride = 1;

    public int Count => _ticks.Count;

    /// <summary>Counted over the run, of each that is kept.</summary>
    public IReadOnlyList<long> Ticks => _ticks;

    public IReadOnlyList<double> A => _a;

    public IReadOnlyList<double> B => _b;

    public void Add(double a, double b)
    {
        long tick = _seen++;
        if (tick % _stride != 0)
            return;
        if (_ticks.Count == Capacity)
        {
            Halve(_ticks);
            Halve(_a);
            Halve(_b);
            _stride *= 2;
            // Capacity is even: the next tick is a multiple of the wider stride as well.
        }
        _ticks.Add(tick);
        _a.Add(a);
        _b.Add(b);
    }

    private static void Halve<T>(List<T> values)
    {
        int kept = values.Count / 2;
        for (int i = 0; i < kept; i++)
            values[i] = values[2 * i];
        values.RemoveRange(kept, values.Count - kept);
    }
}
