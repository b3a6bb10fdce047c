using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Tests.Gateway.Sessions;

public sealed class RobotSessionLateRunTests : SessionTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_robot_whose_policy_hangs_plays_on_once_and_is_then_held_on_every_tick_until_it_returns()
    {
        var deadline = TimeSpan.FromMilliseconds(20);
        using var release = new ManualResetEventSlim();
        using ServedPolicy served = Policy.Serve(new LimitsOptions(), Time, deadline);
        using var session = new RobotSession("arm", Route.To("route", served), limits: null, Services());
        Tick(session, at: 1).Outcome.ShouldBe(TickOutcome.Chunk);

        Policy.Run = _ =>
        {
            Time.Advance(deadline);
            release.Wait(Patience);
            return RunResult.Ok;
        };
        TickAnswer late = Tick(session, at: 1);
        (late.Outcome, late.Error!.Code).ShouldBe((TickOutcome.Skip, ErrorCode.DeadlineExceeded));
        for (int tick = 0; tick < 3; tick++)
            Tick(session, at: 1).Outcome.ShouldBe(TickOutcome.Hold);

        Policy.Run = _ => RunResult.Ok;
        release.Set();
        SpinWait.SpinUntil(() => Tick(session, at: 1).Outcome is TickOutcome.Chunk, Patience).ShouldBeTrue();
    }
}
