using PolicyGate.Gateway.Comparison.Statistics;

namespace PolicyGate.Tests.Gateway.Comparison.Statistics;

public sealed class SelectionTests
{
    // numpy.median and numpy.percentile(..., method="inverted_cdf").
    [Fact]
    public void Figures_are_those_of_numpy()
    {
        double[] values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3];
        Selection.Median(values.ToArray()).ShouldBe(5);
        Selection.Percentile(values.ToArray(), 50).ShouldBe(5);
        Selection.Percentile(values.ToArray(), 95).ShouldBe(9);
        Selection.Median([1, 4]).ShouldBe(2.5);
        Selection.Median([7]).ShouldBe(7);
    }

    [Fact]
    public void Any_order_and_any_number_of_equal_values_give_what_sorting_gives()
    {
        var random = new Random(7);
        for (int run = 0; run < 500; run++)
        {
            double[] values = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => (double)random.Next(12))];
            double[] sorted = [.. values.Order()];
            double middle = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
            Selection.Median(values.ToArray()).ShouldBe(middle);
            int percent = random.Next(1, 101);
            double exact = sorted[(int)Math.Ceiling(percent / 100.0 * sorted.Length) - 1];
            Selection.Percentile(values, percent).ShouldBe(exact);
        }
    }
}
