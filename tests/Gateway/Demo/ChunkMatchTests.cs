using PolicyGate.Gateway.Demo;
using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Tests.Gateway.Demo;

public sealed class ChunkMatchTests
{
    private static readonly OpenArmAnswer Recorded = Chunk([1, 1], [2, 2], [3, 3], [4, 4]);

    [Fact]
    public void The_largest_difference_counts() =>
        ChunkMatch.Of(Chunk([1, 1], [2, 2.25f], [2.5f, 3], [4, 4]), Recorded)
            .ShouldBe(new ChunkMatch(0, 0.5, Problem: null));

    [Fact]
    public void Late_rows_that_were_left_out_do_not() =>
        ChunkMatch.Of(Chunk([3, 3], [4, 4]), Recorded).ShouldBe(new ChunkMatch(2, 0, Problem: null));

    [Fact]
    public void The_first_rows_are_not_the_last() =>
        ChunkMatch.Of(Chunk([1, 1], [2, 2]), Recorded).ShouldBe(new ChunkMatch(2, 2, Problem: null));

    [Fact]
    public void A_skip_is_a_problem_with_its_reason()
    {
        OpenArmAnswer skip = new() { Positions = [], Error = new OpenArmError("Overloaded", "too many robots") };
        ChunkMatch.Of(skip, Recorded).ShouldBe(new ChunkMatch(0, Difference: null, "too many robots"));
    }

    [Fact]
    public void More_rows_other_joints_and_another_pace_cannot_be_compared()
    {
        ProblemOf(Chunk([1, 1], [2, 2], [3, 3], [4, 4], [5, 5])).ShouldContain("5 rows");
        ProblemOf(Chunk([1], [2], [3], [4])).ShouldContain("1 joints");
        ProblemOf(Recorded with { IntervalNanoseconds = 20_000_000 }).ShouldContain("20000000 ns");
    }

    private static string ProblemOf(OpenArmAnswer answer)
    {
        var match = ChunkMatch.Of(answer, Recorded);
        match.Difference.ShouldBeNull();
        return match.Problem.ShouldNotBeNull();
    }

    private static OpenArmAnswer Chunk(params float[][] rows) =>
        new() { Positions = rows, IntervalNanoseconds = 33_333_333 };
}
