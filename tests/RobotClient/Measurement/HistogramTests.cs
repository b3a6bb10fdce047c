using PolicyGate.RobotClient.Measurement;

namespace PolicyGate.Tests.RobotClient.Measurement;

public sealed class HistogramTests
{
    [Fact]
    public void Percentiles_of_a_thousand_numbers_are_those_of_the_sorted_list_within_the_buckets_width()
    {
        var random = new Random(1);
        long[] values = [.. Enumerable.Range(0, 1000).Select(_ => (long)Math.Exp(random.NextDouble() * 25))];
        var histogram = new Histogram();
        foreach (long value in values)
            histogram.Add(value);
        Array.Sort(values);

        foreach (double share in (double[])[0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1])
        {
            long exact = values[(int)Math.Ceiling(share * values.Length) - 1];
            histogram.Percentile(share).ShouldBeInRange(exact, (long)(exact * 1.016) + 1, $"{share}");
        }
        histogram.Max.ShouldBe(values[^1]);
        histogram.Count.ShouldBe(1000);
    }

    [Fact]
    public void Small_numbers_and_the_largest_are_exact_and_nothing_counted_is_zero()
    {
        var histogram = new Histogram();
        histogram.Percentile(0.99).ShouldBe(0);
        for (int i = 0; i < 64; i++)
            histogram.Add(i);
        histogram.Percentile(0.5).ShouldBe(31);
        histogram.Percentile(0.25).ShouldBe(15);

        histogram.Add(-5);
        histogram.Add(123_456_789_012);
        histogram.Percentile(1).ShouldBe(123_456_789_012);
        // Beyond what it tells apart: counted all the same, and never said to be less than it was.
        histogram.Add(long.MaxValue / 3);
        histogram.Percentile(1).ShouldBe(long.MaxValue / 3);
        histogram.Count.ShouldBe(67);
    }

    [Fact]
    public void Two_added_are_as_if_all_had_been_counted_in_one()
    {
        var (one, other, both) = (new Histogram(), new Histogram(), new Histogram());
        for (int i = 1; i <= 500; i++)
        {
            (i % 3 == 0 ? one : other).Add(i * 977L);
            both.Add(i * 977L);
        }
        one.Add(other);
        one.Count.ShouldBe(both.Count);
        one.Max.ShouldBe(both.Max);
        foreach (double share in (double[])[0.01, 0.5, 0.99])
            one.Percentile(share).ShouldBe(both.Percentile(share));
    }
}
