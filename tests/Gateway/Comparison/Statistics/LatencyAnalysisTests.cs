using PolicyGate.Gateway.Comparison;
using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Comparison.Statistics;

namespace PolicyGate.Tests.Gateway.Comparison.Statistics;

public sealed class LatencyAnalysisTests
{
    // numpy: median(b - a), median(b / a - 1), percentile(..., method="inverted_cdf").
    [Fact]
    public void Figures_are_those_of_numpy()
    {
        LatencyComparison found = Of([1, 2, 3, 4, 5, 6, 7], [1.5, 2.1, 3.9, 4.2, 5.0, 6.7, 7.3]);

        found.MedianDifference.Estimate.ShouldBe(0.3, 1e-12);
        found.MedianChange.Estimate.ShouldBe(0.05, 1e-12);
        found.P95Difference.Estimate.ShouldBe(0.3, 1e-12);
        found.A.ShouldBe(new LatencyFigures(7, 4, 4, 7, 7, 7, 7));
        found.B.Mean.ShouldBe(30.7 / 7, 1e-12);
        found.Histogram.A.Sum().ShouldBe(7);
        found.Histogram.B.Sum().ShouldBe(7);
        found.TimeLine.MedianB.ShouldBe([1.5, 2.1, 3.9, 4.2, 5.0, 6.7, 7.3]);
    }

    [Fact]
    public void Noise_that_both_meet_is_no_slowness_and_5_ms_are()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            double[] a = [.. Noise(random, 300)];
            double[] b = [.. Noise(random, 300)];
            SpeedRule.Slower(Of(a, b), allowed: 1).ShouldBeNull();
            SpeedRule.Slower(Of(a, [.. b.Select(time => time + 5)]), allowed: 3.3).ShouldNotBeNull()
                .ShouldContain("longer for a tick");
        }
    }

    [Fact]
    public void Every_tenth_tick_that_stalls_is_slow_though_the_median_is_not()
    {
        var random = new Random(1);
        double[] a = [.. Enumerable.Range(0, 600).Select(_ => 5 + random.NextDouble())];
        double[] b = [.. Enumerable.Range(0, 600).Select(i => 5 + random.NextDouble() + (i % 10 == 0 ? 40 : 0))];

        SpeedRule.Slower(Of(a, b), allowed: 3.3).ShouldNotBeNull().ShouldContain("one in twenty");
        SpeedRule.Slower(Of(b, a), allowed: 3.3).ShouldBeNull();
    }

    [Fact]
    public void A_run_of_any_length_is_covered_evenly_in_bounded_memory()
    {
        var pairs = new LatencyPairs();
        for (int i = 0; i < 200_000; i++)
            pairs.Add(i, i);

        pairs.Count.ShouldBeInRange(LatencyPairs.Capacity / 2, LatencyPairs.Capacity);
        long stride = pairs.Ticks[1] - pairs.Ticks[0];
        pairs.Ticks.ShouldBe(Enumerable.Range(0, pairs.Count).Select(i => i * stride));
        pairs.A.ShouldBe(pairs.Ticks.Select(tick => (double)tick));
        pairs.Ticks[^1].ShouldBeGreaterThan(200_000 - (2 * stride));
    }

    /// <summary>A busy machine's: two milliseconds, now and then twenty, and stretches in which all are slow.</summary>
    private static IEnumerable<double> Noise(Random random, int count) => Enumerable.Range(0, count).Select(i =>
        2 + random.NextDouble() + (random.Next(10) == 0 ? 20 * random.NextDouble() : 0) + (i / 50 % 2 * 2));

    private static LatencyComparison Of(double[] a, double[] b)
    {
        var pairs = new LatencyPairs();
        foreach ((double from, double to) in a.Zip(b))
            pairs.Add(from, to);
        return LatencyAnalysis.Of(pairs, seed: 0);
    }
}
