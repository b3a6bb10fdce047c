using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Replay;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Replay;

/// <summary>What a replay makes of the order and the moments of ticks.</summary>
public sealed class ReplayOrderTests
{
    [Fact]
    public void Ticks_may_differ_after_a_gap_until_their_next_episode()
    {
        var episode = new PlayedEpisode();
        episode.Goes(Tick(0)).ShouldBeTrue();
        episode.Goes(Tick(1)).ShouldBeTrue();
        episode.Goes(Tick(3)).ShouldBeFalse();
        episode.Goes(Tick(4)).ShouldBeFalse();
        episode.Goes(Tick(9, begins: true)).ShouldBeTrue();
        episode.Goes(Tick(10)).ShouldBeTrue();
    }

    [Fact]
    public void A_session_recorded_from_its_middle_may_differ_from_its_first_tick_on()
    {
        var episode = new PlayedEpisode();
        episode.Goes(Tick(5)).ShouldBeFalse();
        episode.Goes(Tick(6)).ShouldBeFalse();
    }

    [Fact]
    public void At_its_own_pace_each_tick_waits_for_its_turn()
    {
        var time = new ManualTime();
        var pace = new ReplayPace(time);
        pace.Until(Tick(0, at: 1000)).ShouldBe(TimeSpan.Zero);
        pace.Until(Tick(1, at: 1033)).ShouldBe(TimeSpan.FromMilliseconds(33));
        time.Advance(TimeSpan.FromMilliseconds(50));
        pace.Until(Tick(1, at: 1033)).ShouldBe(TimeSpan.Zero);
        pace.Until(Tick(2, at: 1066)).ShouldBe(TimeSpan.FromMilliseconds(16));
        // Another route's ticks begin where the first's began.
        pace.Until(Tick(0, at: 1001)).ShouldBe(TimeSpan.Zero);
        pace.Until(Tick(1, at: 1011)).ShouldBe(TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public void Without_recorded_moments_time_goes_by_the_robots_timestamps_and_never_back()
    {
        var clock = new TickClock();
        clock.Next(recorded: null, 1_000).ShouldBe(new RecordedClock(0, 1_000, 0, 1_000));
        clock.Next(recorded: null, 1_500).ShouldBe(new RecordedClock(500, 1_500, 500, 1_500));
        clock.Next(recorded: null, 700).Asked.ShouldBe(33_333_833);
        clock.Next(recorded: null, timestampNanoseconds: null).ShouldBe(
            new RecordedClock(66_667_166, 33_334_033, 66_667_166, 33_334_033));
        var recorded = new RecordedClock(1, 2, 3, 4);
        clock.Next(recorded, 9).ShouldBe(recorded);
    }

    [Theory]
    [InlineData("unix:/run/policy.socket", "/run/policy.socket", null)]
    [InlineData("127.0.0.1:8080", null, "127.0.0.1:8080")]
    [InlineData("robot.local:80", null, "robot.local:80")]
    [InlineData("[::1]:8080", null, "[::1]:8080")]
    public void A_server_is_a_socket_or_a_port(string text, string? socket, string? endPoint) =>
        ServerAddress.Parse(text).ShouldBe(new ServerAddress(socket, endPoint));

    [Theory]
    [InlineData("unix:")]
    [InlineData("/run/policy.socket")]
    [InlineData("localhost")]
    [InlineData("a:b")]
    public void Everything_else_is_none(string text) => ServerAddress.Parse(text).ShouldBeNull();

    private static RecordedTick Tick(long number, bool begins = false, long at = 0) => new()
    {
        Session = "arm",
        Tick = number,
        Route = "reach",
        Wire = RecordedWire.OpenArm,
        Request = Array.Empty<byte>(),
        BeginsEpisode = begins,
        Clock = new RecordedClock(at * 1_000_000, at * 1_000_000, at * 1_000_000, at * 1_000_000),
    };
}
