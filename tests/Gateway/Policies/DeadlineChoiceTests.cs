using PolicyGate.Abstractions;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Policies;

/// <summary>How long a policy's runs may take, by how long they do; it has 30 rows a second.</summary>
public sealed class DeadlineChoiceTests : IDisposable
{
    private const double TwoIntervals = 66.6666;
    private const double InferenceTime = 10_000;

    // One of each of its two slots, before those that are timed.
    private const int FirstRuns = 2;

    private readonly ManualTime _time = new();
    private readonly LogLines _log = new();
    private readonly FakePolicy _policy = new();

    public void Dispose()
    {
        _policy.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void A_policy_that_is_fast_enough_has_two_control_intervals()
    {
        using ServedPolicy served = Warm(_ => 66);
        served.Deadline!.Limit.TotalMilliseconds.ShouldBe(TwoIntervals, 0.001);
        served.Deadline.ToString().ShouldBe("67 ms (two control intervals)");
        _log.All.ShouldBeEmpty();
    }

    [Fact]
    public void What_an_engine_does_the_first_time_does_not_count()
    {
        using ServedPolicy served = Warm(run => run < FirstRuns ? 5000 : 10);
        served.Deadline!.Limit.TotalMilliseconds.ShouldBe(TwoIntervals, 0.001);
    }

    [Fact]
    public void One_hiccup_of_the_machine_takes_no_deadline_away()
    {
        using ServedPolicy served = Warm(run => run == FirstRuns + 3 ? 900 : 10);
        served.Deadline!.Limit.TotalMilliseconds.ShouldBe(TwoIntervals, 0.001);
    }

    [Fact]
    public void A_policy_that_would_miss_every_fourth_deadline_may_take_as_long_as_any_and_it_is_said()
    {
        using ServedPolicy served = Warm(run => run % 4 == 0 ? 120 : 10);
        served.Deadline!.Limit.TotalMilliseconds.ShouldBe(InferenceTime);
        _log.Text.ShouldStartWith("Warning: policy 'fake' needs 120 ms a run, which is more than 67 ms"
            + " (two control intervals): it cannot keep up with its robots; its deadline is 10000 ms"
            + " (Limits:InferenceTime)");
    }

    [Fact]
    public void A_slow_policy_is_not_run_more_often_than_it_takes_to_know_it()
    {
        int runs = 0;
        using ServedPolicy served = Warm(run =>
        {
            runs = run + 1;
            return 5000;
        });
        runs.ShouldBe(FirstRuns + 2);
    }

    [Fact]
    public void A_configured_deadline_holds_and_a_policy_that_cannot_keep_it_is_told_of()
    {
        using (ServedPolicy fast = Warm(_ => 100, TimeSpan.FromMilliseconds(200)))
            fast.Deadline!.ToString().ShouldBe("200 ms (Gateway:Policies:fake:Deadline)");
        _log.All.ShouldBeEmpty();

        using ServedPolicy slow = Warm(_ => 300, TimeSpan.FromMilliseconds(200));
        slow.Deadline!.Limit.TotalMilliseconds.ShouldBe(200);
        _log.Text.ShouldContain("needs 300 ms a run, which is more than 200 ms (Gateway:Policies:fake:Deadline)");
    }

    [Fact]
    public void No_run_may_take_longer_than_any_inference()
    {
        using ServedPolicy served = Warm(
            _ => 10, limits: new LimitsOptions { InferenceTime = TimeSpan.FromMilliseconds(40) });
        served.Deadline!.ToString().ShouldBe("40 ms (Limits:InferenceTime)");
    }

    [Fact]
    public void A_policy_that_robots_run_themselves_has_none()
    {
        _policy.Traits = new PolicyTraits { Immediate = true };
        using ServedPolicy served = Warm(_ => 10);
        served.Deadline.ShouldBeNull();
        _policy.Deadline.ShouldBe(long.MaxValue);
    }

    /// <param name="milliseconds">Of a run, by its number from 0.</param>
    /// <param name="configured">The policy's Deadline.</param>
    /// <param name="limits">The defaults where none are given.</param>
    private ServedPolicy Warm(
        Func<int, double> milliseconds, TimeSpan? configured = null, LimitsOptions? limits = null)
    {
        int runs = 0;
        _policy.Run = _ =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds(runs++)));
            return RunResult.Ok;
        };
        ServedPolicy served = _policy.Serve(limits ?? new LimitsOptions(), _time, configured, _log);
        served.WarmUp().ShouldBeNull();
        return served;
    }
}
