using PolicyGate.RobotClient.LeRobot.Control;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot.Control;

public sealed class ControlPaceTests
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private readonly ManualTime _time = new();
    private readonly ManualSleep _sleep;
    private readonly ControlPace _pace;

    public ControlPaceTests()
    {
        _sleep = new ManualSleep(_time);
        _pace = new ControlPace(new RunClock(_time), _sleep, Period);
    }

    [Fact]
    public void Delays_do_not_add_up()
    {
        _sleep.Late = TimeSpan.FromMilliseconds(3);
        for (int i = 0; i < 100; i++)
        {
            _pace.Wait(CancellationToken.None).ShouldBe(i == 0 ? 0 : 3_000_000);
            _time.Advance(TimeSpan.FromMilliseconds(5));
            _pace.Advance();
        }
        // 99 periods and what the last one took: a pace that sleeps for what is left would be 0.3 s behind.
        _time.GetTimestamp().ShouldBe((99 * 20_000_000L) + 8_000_000);
        _pace.Periods.ShouldBe(100);
        _pace.Overruns.ShouldBe(0);
        _pace.Errors.Max.ShouldBe(3_000_000);
    }

    [Fact]
    public void A_period_that_takes_a_little_longer_is_followed_at_once_by_the_next()
    {
        Run(TimeSpan.FromMilliseconds(25));
        _pace.Wait(CancellationToken.None).ShouldBe(5_000_000);
        _pace.Overruns.ShouldBe(1);
    }

    [Fact]
    public void Periods_that_are_overdue_are_left_out_and_not_made_up_for()
    {
        Run(TimeSpan.FromMilliseconds(20 * 5 + 7));
        _pace.Wait(CancellationToken.None).ShouldBe(7_000_000);
        _pace.Overruns.ShouldBe(4);
        Run(TimeSpan.Zero, wait: false);
        _pace.Wait(CancellationToken.None).ShouldBe(0);
        _time.GetTimestamp().ShouldBe(6 * 20_000_000L);
    }

    [Fact]
    public void Who_is_told_to_stop_does_not_sleep()
    {
        using var stop = new CancellationTokenSource();
        Run(TimeSpan.Zero);
        stop.Cancel();
        _pace.Wait(stop.Token).ShouldBeNull();
        _time.GetTimestamp().ShouldBe(0);
    }

    private void Run(TimeSpan takes, bool wait = true)
    {
        if (wait)
            _pace.Wait(CancellationToken.None).ShouldBe(0);
        _time.Advance(takes);
        _pace.Advance();
    }
}
