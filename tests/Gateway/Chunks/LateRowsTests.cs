using PolicyGate.Gateway.Chunks;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Chunks;

public sealed class LateRowsTests
{
    private const long Interval = 33_333_333;
    private const int Rows = 20;
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(16, 0)]
    [InlineData(17, 1)]
    [InlineData(100, 3)]
    [InlineData(133, 4)]
    [InlineData(300, 9)]
    [InlineData(5000, 19)]
    public void Rows_whose_time_has_passed_are_counted_and_one_always_stays(int ageMilliseconds, int expected)
    {
        var late = new LateRows(_time);
        late.Measure(TimestampOfAge(ageMilliseconds), Interval);
        late.Count(Interval, Rows).ShouldBe(expected);
    }

    [Fact]
    public void A_robot_whose_clock_is_ahead_loses_no_rows()
    {
        var late = new LateRows(_time);
        late.Measure(TimestampOfAge(-30), Interval);
        late.Comparable.ShouldBeTrue();
        late.Count(Interval, Rows).ShouldBe(0);
    }

    [Theory]
    [InlineData(-40)]
    [InlineData(10_001)]
    public void A_clock_that_was_never_set_is_not_compared_with(int ageMilliseconds)
    {
        var late = new LateRows(_time);
        late.Measure(TimestampOfAge(ageMilliseconds), Interval);
        late.Comparable.ShouldBeFalse();
        late.Count(Interval, Rows).ShouldBe(0);
        late.AllPassed(Interval, Rows).ShouldBeFalse();
    }

    [Fact]
    public void One_observation_in_time_makes_the_clock_comparable_for_later_ones()
    {
        var late = new LateRows(_time);
        late.Measure(TimestampOfAge(5), Interval);
        late.Measure(TimestampOfAge(60_000), Interval);
        late.Comparable.ShouldBeTrue();
        late.AllPassed(Interval, Rows).ShouldBeTrue();
    }

    [Fact]
    public void Setting_the_gateways_clock_starts_the_comparison_over()
    {
        var late = new LateRows(_time);
        long atStart = TimestampOfAge(5);
        late.Measure(atStart, Interval);
        late.Comparable.ShouldBeTrue();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        _time.SetWallClockForward(TimeSpan.FromHours(1));
        late.Measure(atStart + 100_000_000, Interval);
        late.Comparable.ShouldBeFalse();
    }

    [Fact]
    public void A_chunk_is_wholly_late_only_when_its_last_row_has_passed()
    {
        var late = new LateRows(_time);
        late.Measure(TimestampOfAge(5), Interval);
        late.Measure(TimestampOfAge(666), Interval);
        late.AllPassed(Interval, Rows).ShouldBeFalse();
        late.Measure(TimestampOfAge(667), Interval);
        late.AllPassed(Interval, Rows).ShouldBeTrue();
    }

    private long TimestampOfAge(int milliseconds) => _time.WallNanoseconds - (milliseconds * 1_000_000L);
}
