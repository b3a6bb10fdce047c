using PolicyGate.Gateway.Live;

namespace PolicyGate.Tests.Gateway.Live;

public sealed class SeamJumpTests
{
    private const long Interval = 100_000_000;
    private static readonly DateTimeOffset Begun = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>The chunk before: joint 0 goes 0, 1, 2, 3, one row every 100 ms; joint 1 stands at 5.</summary>
    private static readonly float[] Played = [0, 5, 1, 5, 2, 5, 3, 5];

    [Theory]
    [InlineData(0, 0f, 0f)] // row 0 takes row 0's place
    [InlineData(100, 1f, 0f)] // an interval later, row 1's
    [InlineData(150, 1.5f, 0f)] // in between, by a straight line
    [InlineData(150, 1.75f, 0.25f)]
    [InlineData(900, 3f, 0f)] // it has run out: its last row is held
    [InlineData(900, 1f, 2f)]
    public void It_is_the_distance_from_what_would_have_been_told_then(int later, float first, float jump)
    {
        SeamJump found = Between(later, [first, 5])!.Value;
        found.Largest.ShouldBe(jump, 1e-5);
        found.Joint.ShouldBe(0);
    }

    [Fact]
    public void The_joint_that_jumps_farthest_is_named() => Between(100, [1.1f, 4])!.Value.ShouldBe(new(1, 1));

    [Fact]
    public void An_episode_begins_with_no_seam() => Between(100, [9, 9], begins: true).ShouldBeNull();

    [Fact]
    public void Where_the_rows_in_question_are_not_kept_nothing_is_made_up() =>
        Between(300, [3, 5], sentRows: 10).ShouldNotBeNull().Largest.ShouldBe(0);

    [Fact]
    public void Beyond_them_there_is_none() => Between(400, [3, 5], sentRows: 10).ShouldBeNull();

    private static SeamJump? Between(int later, float[] next, bool begins = false, int sentRows = 4)
    {
        var before = new LiveTick { At = Begun, KeptRows = 4, SentRows = sentRows, IntervalNanoseconds = Interval };
        var now = new LiveTick
        {
            At = Begun.AddMilliseconds(later), KeptRows = 1, SentRows = 1, IntervalNanoseconds = Interval,
            BeginsEpisode = begins,
        };
        return SeamJump.Between(before, Played, now, next, joints: 2);
    }
}
