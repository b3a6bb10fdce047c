using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Statistics;

/// <summary>How far a figure of paired times may be chance: by drawing the run again from its own stretches.</summary>
/// <remarks>
/// <para>Circular blocks (Politis, Romano 1992): neighbouring ticks are not independent — a compiler's thread, another
/// program, a clock that sinks reach over several — and drawing them one by one would make the interval too narrow. A
/// block has ∛n ticks, the order that is best for a variance's error.</para>
/// <para>Percentile intervals. BCa's correction wants the jackknife, which is not consistent for a median.</para>
/// </remarks>
internal sealed class BlockBootstrap
{
    public const int Resamples = 2000;

    // A verdict rests on it, and is asked for in builds, day after day: 95 % would be wrong once in three weeks.
    public const double Confidence = 0.99;

    private readonly int _seed;
    private readonly int _count;
    private readonly int[] _drawn;

    /// <param name="count">Ticks, at least 1.</param>
    /// <param name="seed">The same draws the same.</param>
    public BlockBootstrap(int count, int seed)
    {
        (_count, _seed) = (count, seed);
        BlockTicks = BlockOf(count);
        _drawn = new int[count];
    }

    public int BlockTicks { get; }

    public static int BlockOf(int count) => (int)Math.Ceiling(Math.Cbrt(count));

    /// <param name="statistic">Of the ticks with these indices, any of them more than once.</param>
    public ConfidenceInterval Interval(Statistic statistic)
    {
        for (int i = 0; i < _count; i++)
            _drawn[i] = i;
        double estimate = statistic(_drawn);
#pragma warning disable CA5394 // Drawn again by whoever doubts the figures, not to keep a secret.
        var random = new Random(_seed);
#pragma warning restore CA5394
        var values = new double[Resamples];
        for (int i = 0; i < Resamples; i++)
        {
            Draw(random);
            values[i] = statistic(_drawn);
        }
        double outside = (1 - Confidence) / 2 * 100;
        return new ConfidenceInterval(
            estimate, Selection.Percentile(values, outside), Selection.Percentile(values, 100 - outside));
    }

    private void Draw(Random random)
    {
        for (int done = 0; done < _count;)
        {
#pragma warning disable CA5394
            int from = random.Next(_count);
#pragma warning restore CA5394
            for (int i = 0; i < BlockTicks && done < _count; i++)
                _drawn[done++] = (from + i) % _count;
        }
    }

    /// <summary>A figure of some ticks.</summary>
    internal delegate double Statistic(ReadOnlySpan<int> ticks);
}
