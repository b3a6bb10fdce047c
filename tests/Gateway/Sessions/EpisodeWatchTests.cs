using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Tests.Gateway.Sessions;

public sealed class EpisodeWatchTests
{
    private const long Second = 1_000_000_000;
    private readonly EpisodeWatch _watch = new(TimeSpan.FromSeconds(5));

    [Fact]
    public void An_episode_begins_with_the_first_request_and_with_every_reset()
    {
        _watch.Requested(reset: false, 0).ShouldBeTrue();
        _watch.Requested(reset: false, 1).ShouldBeFalse();
        _watch.Requested(reset: true, 2).ShouldBeTrue();
    }

    [Fact]
    public void A_falling_id_begins_one_and_a_rising_one_does_not() =>
        Ids(5, 6, 8, 0, 1).ShouldBe([false, false, false, true, false]);

    [Fact]
    public void After_an_episode_of_one_observation_its_id_comes_again() =>
        Ids(0, 0, 1, 2).ShouldBe([false, true, false, false]);

    [Fact]
    public void An_id_that_never_changes_says_nothing() =>
        Ids(0, 0, 0, 0, 0).ShouldBe([false, true, false, false, false]);

    [Fact]
    public void The_same_id_late_in_an_episode_is_the_same_observation_again() =>
        Ids(0, 1, 2, 2, 3).ShouldBe([false, false, false, false, false]);

    [Theory]
    [InlineData(4, false)]
    [InlineData(6, true)]
    [InlineData(-4, false)]
    [InlineData(-6, true)]
    public void A_gap_in_time_begins_one_whatever_the_id(int seconds, bool expected)
    {
        _watch.Requested(reset: true, 100 * Second);
        _watch.Requested(reset: false, (100 + seconds) * Second).ShouldBe(expected);
    }

    [Fact]
    public void Without_timestamps_only_ids_and_resets_tell()
    {
        _watch.Requested(reset: true, null);
        _watch.Requested(reset: false, null).ShouldBeFalse();
    }

    private bool[] Ids(params long[] ids)
    {
        _watch.Requested(reset: true, null);
        return [.. ids.Select(id => _watch.Observed(id))];
    }
}
