using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Tests.Gateway.Chunks;

public sealed class ChunkGuardTests
{
    private static readonly RobotConfig TwoJoints =
        new() { Name = "two", Minimum = [-1, -0.5f], Maximum = [1, 0.5f] };

    // At 30 Hz: 2 rad/s is 67 mrad a row, 10 rad/s² 11 mrad a row², 150 rad/s³ 5.6 mrad a row³.
    private static readonly RobotConfig Arm = new()
    {
        Name = "arm", Minimum = [-2], Maximum = [2],
        MaximumVelocity = [2], MaximumAcceleration = [10], MaximumJerk = [150],
    };

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_value_that_is_no_number_refuses_the_whole_chunk_and_says_where(float value)
    {
        GatewayError? error = ChunkGuard.Refuse(Rows(width: 2, 0, 0, 0, value));
        error.ShouldNotBeNull().Code.ShouldBe(ErrorCode.Internal);
        error.Message.ShouldContain("row 1, index 1");
    }

    [Fact]
    public void Values_outside_are_moved_to_the_robots_limits_and_counted()
    {
        ActionChunk chunk = Rows(width: 2, 2, 0.2f, -3, -0.7f);
        new ChunkGuard(TwoJoints).Limit(chunk, Standing(0, 0), out int limited).ShouldBeNull();
        chunk.Values.ToArray().ShouldBe([1, 0.2f, -1, -0.5f]);
        limited.ShouldBe(3);
    }

    [Fact]
    public void Without_a_robots_limits_a_finite_chunk_passes_as_it_is()
    {
        ActionChunk chunk = Rows(width: 2, 2, 0.2f, -3, -0.7f);
        new ChunkGuard(robot: null).Limit(chunk, Standing(0, 0), out int limited).ShouldBeNull();
        chunk.Values.ToArray().ShouldBe([2, 0.2f, -3, -0.7f]);
        limited.ShouldBe(0);
    }

    [Fact]
    public void A_step_becomes_a_way_that_arrives_without_going_too_far_and_stays()
    {
        ActionChunk chunk = Rows(width: 1, [.. Enumerable.Repeat(0.5f, 40)]);
        new ChunkGuard(Arm).Limit(chunk, Standing(0), out _).ShouldBeNull();
        float[] way = chunk.Values.ToArray();
        way.Max().ShouldBeLessThanOrEqualTo(0.5f + 1e-6f);
        way.Zip(way.Skip(1), (a, b) => b - a).Min().ShouldBeGreaterThanOrEqualTo(-1e-6f);
        // Without a jerk limit 0.5 rad take 2·√(0.5/10) s, 14 rows; building the acceleration up and down adds three.
        Array.FindIndex(way, at => at > 0.4999f).ShouldBeInRange(13, 20);
        way[^1].ShouldBe(0.5f, 1e-6f);
    }

    [Fact]
    public void A_jump_at_the_seam_is_made_up_for_within_the_limits_and_the_rest_is_as_the_policy_wants_it()
    {
        // 20 mrad beside a path of 0.6 rad/s, from where the robot already goes as fast.
        float[] wanted = [.. Enumerable.Range(1, 30).Select(row => 0.02f + (0.02f * row))];
        ActionChunk chunk = Rows(width: 1, wanted);
        new ChunkGuard(Arm).Limit(chunk, Rows(width: 1, -0.04f, -0.02f, 0), out int limited).ShouldBeNull();
        limited.ShouldBeInRange(1, 8);
        chunk.Values[limited..].ToArray().ShouldBe(wanted[limited..], 1e-6);
        chunk.Values.ToArray().Zip(wanted, (sent, asked) => sent - asked).Max().ShouldBeLessThan(0.002f);
    }

    [Fact]
    public void A_robot_that_rushes_towards_the_end_of_its_travel_is_braked_before_it_not_at_it()
    {
        ActionChunk chunk = Rows(width: 1, [.. Enumerable.Range(1, 30).Select(row => 1.5f + (0.06f * row))]);
        new ChunkGuard(Arm).Limit(chunk, Rows(width: 1, 1.38f, 1.44f, 1.5f), out _).ShouldBeNull();
        float[] way = chunk.Values.ToArray();
        way.Max().ShouldBeInRange(1.99f, 2);
        way[^1].ShouldBe(way[^2], 1e-3f);
    }

    [Fact]
    public void A_joint_that_stands_outside_of_its_limits_comes_in_and_never_further_out()
    {
        ActionChunk chunk = Rows(width: 1, [.. Enumerable.Repeat(2.2f, 30)]);
        new ChunkGuard(Arm).Limit(chunk, Standing(2.05f), out _).ShouldBeNull();
        chunk.Values.ToArray().Max().ShouldBeLessThanOrEqualTo(2.05f);
        chunk.Values[^1].ShouldBe(2, 1e-4f);
    }

    [Fact]
    public void Where_nothing_can_keep_the_limits_the_error_names_joint_row_limit_and_what_was_found()
    {
        // At full speed one row before the end of the travel.
        ActionChunk chunk = Rows(width: 1, 2, 2, 2);
        GatewayError error = new ChunkGuard(Arm).Limit(chunk, Rows(width: 1, 1.86f, 1.92f, 1.98f), out _)
            .ShouldNotBeNull();
        error.Message.ShouldContain("joint 0");
        error.Message.ShouldContain("row 0: position");
        error.Message.ShouldContain("the limit is 2 rad");
    }

    private static ActionChunk Standing(params float[] position) =>
        Rows(position.Length, [.. position, .. position, .. position]);

    private static ActionChunk Rows(int width, params float[] values)
    {
        var chunk = new ActionChunk { IntervalNanoseconds = 33_333_333 };
        chunk.Resize(values.Length / width, width);
        values.CopyTo(chunk.Values);
        return chunk;
    }
}
