using PolicyGate.Gateway.Comparison.Statistics;

namespace PolicyGate.Tests.Gateway.Comparison.Statistics;

public sealed class SharedGridTests
{
    [Theory]
    [InlineData(20, 33_333_333, 20, 33_333_333, 20, 33_333_333)]
    [InlineData(20, 33_333_333, 8, 33_333_333, 8, 33_333_333)]
    // 60 Hz is cut to 16 666 666 ns: twice that is not quite a step of 30 Hz.
    [InlineData(20, 33_333_333, 40, 16_666_666, 20, 33_333_333)]
    [InlineData(10, 20_000_000, 10, 33_333_333, 6, 33_333_333)]
    [InlineData(1, 10_000_000, 10, 33_333_333, 0, 33_333_333)]
    public void What_lies_within_both_chunks_is_compared(
        int rowsA, long intervalA, int rowsB, long intervalB, int steps, long step)
    {
        var grid = new SharedGrid(new(rowsA, 1, intervalA), new(rowsB, 1, intervalB), [0], [0]);
        grid.Steps.ShouldBe(steps);
        grid.StepNanoseconds.ShouldBe(step);
    }

    [Fact]
    public void A_finer_chunk_is_read_at_the_moments_of_the_coarser_one()
    {
        // Both go from 0 at one unit a second; row i is due after i + 1 intervals.
        float[] coarse = [.. Enumerable.Range(1, 5).Select(i => i * 0.05f)];
        float[] fine = [.. Enumerable.Range(1, 25).Select(i => i * 0.012f)];
        var grid = new SharedGrid(new(25, 1, 12_000_000), new(5, 1, 50_000_000), [0], [0]);
        grid.Steps.ShouldBe(5);
        for (int step = 0; step < grid.Steps; step++)
        {
            double a = grid.A.At(fine, 12_000_000, 0, step, grid.StepNanoseconds);
            double b = grid.B.At(coarse, 50_000_000, 0, step, grid.StepNanoseconds);
            a.ShouldBe(b, 1e-6);
        }
    }

    [Fact]
    public void Joints_are_taken_from_each_sides_own_places()
    {
        var grid = new SharedGrid(new(1, 3, 10), new(1, 2, 10), [2, 0], [0, 1]);
        grid.A.At([1, 2, 3], 10, joint: 0, step: 0, 10).ShouldBe(3);
        grid.B.At([3, 1], 10, joint: 0, step: 0, 10).ShouldBe(3);
        grid.A.At([1, 2, 3], 10, joint: 1, step: 0, 10).ShouldBe(1);
    }
}
