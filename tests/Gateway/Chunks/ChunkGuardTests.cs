using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Tests.Gateway.Chunks;

public sealed class ChunkGuardTests
{
    private static readonly RobotConfig TwoJoints =
        new() { Name = "two", Minimum = [-1, -0.5f], Maximum = [1, 0.5f] };

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_value_that_is_no_number_refuses_the_whole_chunk_and_says_where(float value)
    {
        ActionChunk chunk = Chunk(0, 0, 0, value);
        GatewayError? error = new ChunkGuard(robot: null).Apply(chunk, out _);
        error.ShouldNotBeNull().Code.ShouldBe(ErrorCode.Internal);
        error.Message.ShouldContain("row 1, index 1");
    }

    [Fact]
    public void Values_outside_are_moved_to_the_robots_limits_and_counted()
    {
        ActionChunk chunk = Chunk(2, 0.2f, -3, -0.7f);
        new ChunkGuard(TwoJoints).Apply(chunk, out int clamped).ShouldBeNull();
        chunk.Values.ToArray().ShouldBe([1, 0.2f, -1, -0.5f]);
        clamped.ShouldBe(3);
    }

    [Fact]
    public void Without_a_robots_limits_a_finite_chunk_passes_as_it_is()
    {
        ActionChunk chunk = Chunk(2, 0.2f, -3, -0.7f);
        new ChunkGuard(robot: null).Apply(chunk, out int clamped).ShouldBeNull();
        chunk.Values.ToArray().ShouldBe([2, 0.2f, -3, -0.7f]);
        clamped.ShouldBe(0);
    }

    private static ActionChunk Chunk(params float[] values)
    {
        var chunk = new ActionChunk { IntervalNanoseconds = 1 };
        chunk.Resize(values.Length / 2, 2);
        values.CopyTo(chunk.Values);
        return chunk;
    }
}
