using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Comparison.Statistics;

namespace PolicyGate.Tests.Gateway.Comparison.Statistics;

public sealed class BlockBootstrapTests
{
    [Fact]
    public void The_median_of_independent_values_has_the_interval_that_theory_gives_it()
    {
        // The standard error of a normal sample's median is 1.2533 / √n; 99 % are 2.576 of them to each side.
        const int Count = 1000;
        double half = 2.576 * 1.2533 / Math.Sqrt(Count);
        double[] widths = [.. Enumerable.Range(1, 20).Select(seed =>
        {
            ConfidenceInterval interval = OfMedian(Normal(seed, Count, follows: 0), seed);
            return interval.High - interval.Low;
        })];
        widths.Average().ShouldBe(2 * half, 0.15 * 2 * half);
    }

    [Fact]
    public void It_holds_the_truth_about_as_often_as_it_says()
    {
        int held = Enumerable.Range(1, 200).Count(seed =>
        {
            ConfidenceInterval interval = OfMedian(Normal(seed, count: 300, follows: 0), seed);
            return interval.Low <= 0 && 0 <= interval.High;
        });
        // Of 200 at 99 % 198; fewer than 192 come once in some thousands.
        held.ShouldBeGreaterThanOrEqualTo(192);
    }

    [Fact]
    public void Neighbours_that_follow_each_other_make_it_wider()
    {
        ConfidenceInterval apart = OfMedian(Normal(3, count: 2000, follows: 0), 3);
        ConfidenceInterval following = OfMedian(Normal(3, count: 2000, follows: 0.8), 3);
        // The truth is 3: √((1 + 0.8) / (1 − 0.8)), for values of the same spread.
        double ratio = (following.High - following.Low) / (apart.High - apart.Low);
        ratio.ShouldBeInRange(1.8, 3.6);
    }

    [Fact]
    public void The_same_seed_draws_the_same()
    {
        double[] values = Normal(1, count: 100, follows: 0);
        OfMedian(values, 5).ShouldBe(OfMedian(values, 5));
        OfMedian(values, 5).ShouldNotBe(OfMedian(values, 6));
    }

    [Fact]
    public void One_tick_is_its_own_interval() =>
        OfMedian([4.5], 1).ShouldBe(new ConfidenceInterval(4.5, 4.5, 4.5));

    private static ConfidenceInterval OfMedian(double[] values, int seed)
    {
        var drawn = new double[values.Length];
        return new BlockBootstrap(values.Length, seed).Interval(ticks =>
        {
            for (int i = 0; i < ticks.Length; i++)
                drawn[i] = values[ticks[i]];
            return Selection.Median(drawn);
        });
    }

    /// <summary>Standard normal values, each of which takes a share of the one before.</summary>
    private static double[] Normal(int seed, int count, double follows)
    {
        var random = new Random(seed);
        var values = new double[count];
        double last = 0;
        for (int i = 0; i < count; i++)
        {
            double fresh = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
            last = (follows * last) + (Math.Sqrt(1 - (follows * follows)) * fresh);
            values[i] = last;
        }
        return values;
    }
}
