using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Shadows;

namespace PolicyGate.Tests.Gateway.Shadows;

/// <summary>How far two chunks are from each other, at the moments that both have.</summary>
public sealed class ChunkDifferenceTests
{
    private const long Interval = 30_000_000;

    [Fact]
    public void The_largest_and_the_mean_are_of_all_values_and_of_each_joint()
    {
        var difference = new ChunkDifference(width: 2);

        Add(difference, [1, 2, 3, 4], Interval, [1, 2.5f, 2, 4], Interval);

        (difference.Last, difference.Largest, difference.Mean).ShouldBe((1, 1, 0.375));
        (difference.MeanOf(0), difference.LargestOf(0)).ShouldBe((0.5, 1));
        (difference.MeanOf(1), difference.LargestOf(1)).ShouldBe((0.25, 0.5));
        Add(difference, [1, 2], Interval, [1, 2], Interval);
        (difference.Last, difference.Largest).ShouldBe((0, 1));
    }

    [Theory]
    // Served at 100/3 Hz: 0 at 30 ms, 1 at 60, 2 at 90. The shadow at half that: its rows are at 60 and 120 ms.
    [InlineData(new float[] { 1, 9 }, 2 * Interval, 0)]
    [InlineData(new float[] { 1.25f, 9 }, 2 * Interval, 0.25)]
    // At twice that: 15, 30, 45, 60 ms.
    [InlineData(new float[] { 9, 0, 9, 1.5f }, Interval / 2, 0.5)]
    // At two thirds of it, between its rows: 20, 40, 60, 80, 100 ms.
    [InlineData(new float[] { -1, 1, 1, 1, 3 }, Interval * 2 / 3, 0)]
    public void Where_the_intervals_differ_only_moments_of_the_coarser_that_both_have_count(
        float[] shadow, long interval, double largest)
    {
        var difference = new ChunkDifference(width: 1);

        Add(difference, shadow, interval, [0, 1, 2], Interval);

        difference.Largest.ShouldBe(largest);
    }

    [Fact]
    public void What_is_not_finite_on_either_side_is_passed_over()
    {
        var difference = new ChunkDifference(width: 1);

        Add(difference, [float.NaN, 2, 3], Interval, [1, float.PositiveInfinity, 2.5f], Interval);

        (difference.Last, difference.Mean).ShouldBe((0.5, 0.5));
        Add(difference, [float.NaN], Interval, [1], Interval);
        (difference.Last, difference.Largest).ShouldBe((null, 0.5));
    }

    [Fact]
    public void Nothing_served_is_nothing_compared()
    {
        var difference = new ChunkDifference(width: 1);

        Add(difference, [1], Interval, [], Interval);

        (difference.Last, difference.Largest, difference.Mean).ShouldBe((null, null, null));
    }

    private static void Add(
        ChunkDifference difference, float[] chunk, long interval, float[] served, long servedInterval) =>
        difference.Add(new ShadowRun
        {
            Version = new PolicyVersion(1, null!, null!),
            Error = null,
            Took = TimeSpan.Zero,
            Chunk = chunk,
            ChunkInterval = interval,
            Served = served,
            ServedInterval = servedInterval,
            Width = difference.Width,
        });
}
