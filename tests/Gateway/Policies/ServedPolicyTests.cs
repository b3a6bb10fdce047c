using PolicyGate.Abstractions;
using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Policies;

/// <summary>What a backend's misbehaviour costs, and when its memory is freed.</summary>
public sealed class ServedPolicyTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    private readonly FakePolicy _policy = new();

    [Fact]
    public void A_robot_whose_tick_throws_takes_no_inference_from_the_others()
    {
        using ServedPolicy served = Serve(new LimitsOptions { QueueTime = Patience });
        _policy.Filling = () => throw new InvalidOperationException("bug");
        for (int tick = 0; tick < 5; tick++)
            Should.Throw<InvalidOperationException>(() => Infer(served, new InferenceTicket()));
        _policy.Filling = () => { };
        Infer(served, new InferenceTicket()).ShouldBeNull();
    }

    [Fact]
    public void An_immediate_policy_is_run_on_the_robots_own_thread_and_another_on_an_owners()
    {
        int ran = 0;
        _policy.Run = _ =>
        {
            ran = Environment.CurrentManagedThreadId;
            return RunResult.Ok;
        };
        using (ServedPolicy handedOver = Serve(new LimitsOptions()))
            Infer(handedOver, new InferenceTicket()).ShouldBeNull();
        ran.ShouldNotBe(Environment.CurrentManagedThreadId);

        _policy.Traits = new PolicyTraits { Immediate = true };
        using ServedPolicy immediate = Serve(new LimitsOptions());
        Infer(immediate, new InferenceTicket()).ShouldBeNull();
        ran.ShouldBe(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void What_an_immediate_policy_throws_costs_the_policy_and_not_the_robots_thread()
    {
        _policy.Traits = new PolicyTraits { Immediate = true };
        _policy.Run = _ => throw new InvalidOperationException("bug");
        using ServedPolicy served = Serve(new LimitsOptions());
        Infer(served, new InferenceTicket()).ShouldNotBeNull().Message.ShouldContain("bug");
        served.Fault.ShouldNotBeNull();
    }

    [Fact]
    public void Inferences_made_before_one_that_failed_are_disposed_before_the_policy_is()
    {
        int made = 0;
        _policy.Creating = () =>
        {
            if (++made == 2)
                throw new PolicyLoadException("no memory for a second one");
        };
        Should.Throw<PolicyLoadException>(() => Serve(new LimitsOptions()));
        _policy.InferencesDisposed.ShouldBe(1);
    }

    [Fact]
    public void A_first_run_that_does_not_come_back_keeps_its_episode()
    {
        using var release = new ManualResetEventSlim();
        _policy.Run = _ =>
        {
            release.Wait(Patience);
            return RunResult.Ok;
        };
        using ServedPolicy served = Serve(new LimitsOptions { WarmUpTime = Short });
        served.WarmUp()!.Code.ShouldBe(ErrorCode.DeadlineExceeded);
        _policy.EpisodesDisposed.ShouldBe(0);
        release.Set();
    }

    [Fact]
    public void Nothing_is_freed_while_a_robot_still_fills_an_inference()
    {
        using var filling = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        ServedPolicy served = Serve(new LimitsOptions { DrainTime = Short, InferenceTime = Short });
        _policy.Filling = () =>
        {
            filling.Set();
            release.Wait(Patience);
        };
        var robot = new Thread(() => Infer(served, new InferenceTicket())) { IsBackground = true };
        robot.Start();
        filling.Wait(Patience).ShouldBeTrue();

        served.Dispose();

        (_policy.InferencesDisposed, _policy.Disposed).ShouldBe((0, false));
        release.Set();
        robot.Join(Patience).ShouldBeTrue();
        Infer(served, new InferenceTicket())!.Code.ShouldBe(ErrorCode.Unavailable);
    }

    [Fact]
    public void A_run_that_nobody_waits_for_any_more_is_told_and_the_next_is_not()
    {
        using var told = new ManualResetEventSlim();
        _policy.Run = _ =>
        {
            if (_policy.Cancel.WaitHandle.WaitOne(Patience))
                told.Set();
            return RunResult.Ok;
        };
        using ServedPolicy served = Serve(new LimitsOptions { InferenceTime = TimeSpan.FromSeconds(1) });
        var ticket = new InferenceTicket();
        Infer(served, ticket)!.Code.ShouldBe(ErrorCode.DeadlineExceeded);
        told.Wait(Patience).ShouldBeTrue();
        SpinWait.SpinUntil(() => !ticket.IsLate, Patience).ShouldBeTrue();
        _policy.Run = _ => _policy.Cancel.IsCancellationRequested
            ? new RunResult(RunStatus.Cancelled, null)
            : RunResult.Ok;
        for (int tick = 0; tick < 4; tick++)
            Infer(served, ticket).ShouldBeNull();
    }

    [Fact]
    public void What_is_at_rest_is_freed_inferences_first()
    {
        ServedPolicy served = Serve(new LimitsOptions());
        served.Dispose();
        (_policy.InferencesDisposed, _policy.Disposed).ShouldBe((2, true));
    }

    public void Dispose() => _policy.Dispose();

    private ServedPolicy Serve(LimitsOptions limits) => _policy.Serve(limits, TimeProvider.System);

    private static GatewayError? Infer(ServedPolicy served, InferenceTicket ticket)
    {
        var observation = new Observation(served.Needs);
        observation.PreparePosition(FakePolicy.Joints).Fill(1);
        return served.Infer(ticket, observation, episode: null, seed: 0, new ActionChunk(), new TickTimings());
    }
}
