using PolicyGate.Gateway.Sessions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Sessions;

public sealed class RatePacerTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(30, 15, 150)]
    [InlineData(30, 10, 100)]
    [InlineData(30, 30, 300)]
    [InlineData(30, 100, 300)]
    public void A_jittering_robot_is_inferred_at_the_rate_asked_for(double robotHz, double limitHz, int expected)
    {
        var pacer = new RatePacer(TimeSpan.FromSeconds(1 / limitHz), _time);
        var random = new Random(7);
        int passed = 0;
        double next = 0, now = 0;
        for (int i = 0; i < 10 * (int)robotHz; i++)
        {
            next += 1 / robotHz;
            // ±1 ms about the robot's own clock.
            double moment = next + ((random.NextDouble() - 0.5) * 0.002);
            _time.Advance(TimeSpan.FromSeconds(moment - now));
            now = moment;
            passed += pacer.Passes(first: i == 0) ? 1 : 0;
        }
        passed.ShouldBeInRange(expected - 2, expected + 1);
    }

    [Fact]
    public void An_episodes_first_observation_always_passes()
    {
        var pacer = new RatePacer(TimeSpan.FromSeconds(1), _time);
        pacer.Passes(first: true).ShouldBeTrue();
        pacer.Passes(first: false).ShouldBeFalse();
        pacer.Passes(first: true).ShouldBeTrue();
    }

    [Fact]
    public void After_a_pause_there_is_no_burst()
    {
        var pacer = new RatePacer(TimeSpan.FromMilliseconds(100), _time);
        pacer.Passes(first: true);
        _time.Advance(TimeSpan.FromSeconds(5));
        pacer.Passes(first: false).ShouldBeTrue();
        for (int i = 0; i < 8; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            pacer.Passes(first: false).ShouldBeFalse();
        }
        _time.Advance(TimeSpan.FromMilliseconds(20));
        pacer.Passes(first: false).ShouldBeTrue();
    }

    [Fact]
    public void Without_a_limit_everything_passes()
    {
        var pacer = new RatePacer(minimumInterval: null, _time);
        pacer.Passes(first: false).ShouldBeTrue();
        pacer.Passes(first: false).ShouldBeTrue();
    }
}
