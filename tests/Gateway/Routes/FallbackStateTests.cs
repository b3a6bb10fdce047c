using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Routes;

namespace PolicyGate.Tests.Gateway.Routes;

/// <summary>How far a robot falls back, and when it comes back.</summary>
public sealed class FallbackStateTests
{
    [Fact]
    public void It_falls_back_after_so_many_failures_in_a_row_and_no_sooner()
    {
        FallbackState state = State(after: 3, policies: 1);
        state.Failed().ShouldBeFalse();
        state.Failed().ShouldBeFalse();
        state.Succeeded();
        state.Failed().ShouldBeFalse();
        state.Failed().ShouldBeFalse();
        state.Failed().ShouldBeTrue();
        state.Level.ShouldBe(1);
    }

    [Fact]
    public void Behind_the_last_policy_there_is_nothing_and_it_stays_there()
    {
        FallbackState state = State(after: 1, policies: 2);
        state.Failed().ShouldBeTrue();
        state.Failed().ShouldBeTrue();
        state.Failed().ShouldBeFalse();
        state.Level.ShouldBe(2);
    }

    [Fact]
    public void It_comes_back_only_when_the_policy_ran_well_so_often_in_a_row_since_it_fell()
    {
        FallbackState state = State(after: 1, policies: 1, goodTicks: 3);
        state.Tried(well: true);
        state.Tried(well: true);
        state.Failed().ShouldBeTrue();
        state.Tried(well: true);
        state.Tried(well: true);
        state.Tried(well: false);
        state.Tried(well: true);
        state.Tried(well: true);
        state.TryReturn().ShouldBeFalse();
        state.Tried(well: true);
        state.TryReturn().ShouldBeTrue();
        state.Level.ShouldBe(0);
        state.TryReturn().ShouldBeFalse();
    }

    private static FallbackState State(int after, int policies, int goodTicks = 30) =>
        new(new FallbackConfig([], OnFailure: null, after, goodTicks), policies);
}
