using PolicyGate.Gateway.Comparison.Statistics;

namespace PolicyGate.Tests.Gateway.Comparison.Statistics;

public sealed class RelativeHistogramTests
{
    [Theory]
    [InlineData(1, 1e-6)]
    [InlineData(2, 1e-3)]
    [InlineData(3, 10)]
    public void Percentiles_are_within_a_hundredth_of_those_of_the_sorted_values(int seed, double scale)
    {
        var random = new Random(seed);
        double[] values = [.. Enumerable.Range(0, 5000).Select(_ => scale * Math.Exp(3 * (random.NextDouble() - 0.5)))];
        var histogram = new RelativeHistogram();
        foreach (double value in values)
            histogram.Add(value);

        Array.Sort(values);
        foreach (double percent in (double[])[1, 50, 95, 99, 100])
        {
            double exact = values[(int)Math.Ceiling(percent / 100 * values.Length) - 1];
            histogram.Percentile(percent).ShouldBe(exact, 0.0101 * exact, $"{percent}");
        }
        histogram.Max.ShouldBe(values[^1]);
        histogram.Mean.ShouldBe(values.Average(), 1e-12 * scale);
        histogram.Count.ShouldBe(values.Length);
    }

    [Fact]
    public void Chunks_that_are_the_same_have_differences_of_0()
    {
        var histogram = new RelativeHistogram();
        for (int i = 0; i < 99; i++)
            histogram.Add(0);
        histogram.Add(0.5);

        histogram.Percentile(95).ShouldBe(0);
        histogram.Percentile(100).ShouldBe(0.5, 0.005);
        histogram.Mean.ShouldBe(0.005);
    }

    [Fact]
    public void Nothing_was_compared()
    {
        var histogram = new RelativeHistogram();
        histogram.Percentile(50).ShouldBe(0);
        histogram.Mean.ShouldBe(0);
        histogram.Max.ShouldBe(0);
    }
}
