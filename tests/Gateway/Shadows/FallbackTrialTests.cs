using PolicyGate.Abstractions;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Shadows;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Shadows;

/// <summary>A policy that failed is tried on its robot's ticks, and comes back when it runs well.</summary>
public sealed class FallbackTrialTests : ShadowsTest
{
    private static readonly GatewayError Failure = new(ErrorCode.Internal, "it went wrong");
    private readonly ShadowMetrics _metrics = new();
    private readonly PolicyHandle _fallback = new("fallback");

    public override void Dispose()
    {
        base.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public void It_comes_back_after_as_many_good_runs_in_a_row_as_are_wanted()
    {
        RobotShadows robot = FallenBack(goodTicks: 3);

        Eventually.Holds(
            () =>
            {
                Tick(robot);
                return robot.Seats.Choose(begins: false);
            },
            () => Log.Text);

        robot.Seats.Now.Handle.ShouldBe(Shadow);
        robot.Seats.Failing.ShouldBeNull();
        Log.Text.ShouldContain("ran well 3 times in a row beside its fallback, and answers again");
    }

    [Theory]
    [InlineData("fails")]
    [InlineData("NaN")]
    public void It_stays_away_while_it_does_not_run_well(string how)
    {
        int runs = 0;
        Watching.Run = action =>
        {
            runs++;
            action.Span.Fill(float.NaN);
            return how is "NaN" ? RunResult.Ok : new RunResult(RunStatus.Failed, "still broken");
        };
        RobotShadows robot = FallenBack(goodTicks: 1);

        Eventually.Holds(
            () =>
            {
                Tick(robot);
                robot.Seats.Choose(begins: false).ShouldBeFalse();
                return Volatile.Read(ref runs) >= 3;
            },
            () => Log.Text);

        robot.Seats.Now.Handle.ShouldBe(_fallback);
        Log.Text.ShouldContain("tried beside its fallback, does not run well yet");
    }

    [Fact]
    public void Who_has_not_failed_is_not_tried()
    {
        RobotShadows robot = FallenBack(goodTicks: 3);
        using RobotSeats well = Seats(goodTicks: 3);
        var trial = new FallbackTrial(Shadow, _metrics, Log, new LogBudget(100, TimeProvider.System));

        trial.Follows(well).ShouldBeFalse();
        trial.Follows(robot.Seats).ShouldBeTrue();
    }

    private RobotShadows FallenBack(int goodTicks)
    {
        RobotSeats seats = Seats(goodTicks);
        Runner.Add(new FallbackTrial(Shadow, _metrics, Log, new LogBudget(100, TimeProvider.System)));
        RobotShadows robot = Robot(seats);
        seats.Failed(Failure);
        seats.Choose(begins: false).ShouldBeTrue();
        seats.Failing.ShouldBe(Shadow);
        return robot;
    }

    private RobotSeats Seats(int goodTicks)
    {
        PolicyConfig config = Shadow.Published!.Version.Config;
        if (_fallback.Policy is null)
            _fallback.Warm(config, Served);
        var route = new Route(new RouteConfig("route", config)
        {
            Fallback = new FallbackConfig([config], OnFailure: null, After: 1, goodTicks),
        }, [Shadow], [_fallback]);
        return new RobotSeats(route, Terms());
    }
}
