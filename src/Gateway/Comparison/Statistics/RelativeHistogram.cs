using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Statistics;

/// <summary>Values of any number in bounded memory: percentiles within 1 % of their value, the rest exact.</summary>
/// <remarks>
/// Bins whose edges grow by a factor, as DDSketch has them (Masson, Rim, Lee, VLDB 2019): that of a value is its
/// logarithm, and the middle of a bin is within 1 % of all in it. From 1e-12 to 1e6 these are 2072; only those between
/// the smallest and the largest value take memory.
/// </remarks>
internal sealed class RelativeHistogram
{
    private const double Accuracy = 0.01;

    // Below it a difference of two float32 near 1 cannot lie; such values count as 0.
    private const double Smallest = 1e-12;
    private const double Largest = 1e6;

    private static readonly double Growth = (1 + Accuracy) / (1 - Accuracy);
    private static readonly double LogGrowth = Math.Log(Growth);

    private int[] _bins = [];
    private int _first;
    private long _zeros;
    private double _sum;

    public long Count { get; private set; }

    public double Max { get; private set; }

    /// <param name="value">Finite, not below 0.</param>
    public void Add(double value)
    {
        Count++;
        _sum += value;
        Max = Math.Max(Max, value);
        if (value < Smallest)
            _zeros++;
        else
            BinOf((int)Math.Ceiling(Math.Log(Math.Min(value, Largest)) / LogGrowth))++;
    }

    /// <summary>By nearest rank; 0 where there is no value.</summary>
    public double Percentile(double percent)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(percent / 100 * Count));
        long below = _zeros;
        if (rank <= below)
            return 0;
        for (int i = 0; i < _bins.Length; i++)
        {
            below += _bins[i];
            if (rank <= below)
                return Math.Min(2 * Math.Pow(Growth, _first + i) / (Growth + 1), Max);
        }
        return Max;
    }

    public DifferenceFigures Figures() => new(
        Count, Max, Mean, Percentile(50), Percentile(95), Percentile(99));

    public double Mean => Count == 0 ? 0 : _sum / Count;

    private ref int BinOf(int bin)
    {
        if (_bins.Length == 0)
            (_bins, _first) = (new int[1], bin);
        int low = Math.Min(_first, bin);
        int high = Math.Max(_first + _bins.Length - 1, bin);
        if (high - low + 1 > _bins.Length)
        {
            var wider = new int[high - low + 1];
            _bins.CopyTo(wider, _first - low);
            (_bins, _first) = (wider, low);
        }
        return ref _bins[bin - _first];
    }
}
