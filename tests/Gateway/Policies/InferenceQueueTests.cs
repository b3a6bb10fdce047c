using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Policies;

/// <summary>Many robots on one policy, and a policy that does not come back.</summary>
public sealed class InferenceQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Fifty_robots_at_once_each_get_the_answer_to_their_own_observation()
    {
        using ServedPolicy served = new FakePolicy().Serve(
            new LimitsOptions { QueueTime = Patience }, TimeProvider.System);
        var wrong = new int[50];
        var robots = Enumerable.Range(0, wrong.Length).Select(number => new Thread(() =>
        {
            var ticket = new InferenceTicket();
            for (int tick = 0; tick < 200; tick++)
            {
                float at = (number * 1000) + tick;
                if (Infer(served, ticket, at, out ActionChunk chunk) is not null || chunk.Row(0)[1] != at)
                    wrong[number]++;
            }
        })).ToList();
        robots.ForEach(robot => robot.Start());
        robots.ForEach(robot => robot.Join(Patience).ShouldBeTrue());
        wrong.Sum().ShouldBe(0);
    }

    [Fact]
    public void A_run_past_its_limit_fails_its_tick_and_its_slot_stays_away_until_it_returns()
    {
        using var release = new ManualResetEventSlim();
        using var running = new ManualResetEventSlim();
        var policy = new FakePolicy
        {
            Run = _ =>
            {
                running.Set();
                release.Wait(Patience);
                return RunResult.Ok;
            },
        };
        var limits = new LimitsOptions
        {
            InferenceTime = TimeSpan.FromMilliseconds(50),
            QueueTime = Patience,
        };
        using ServedPolicy served = policy.Serve(limits, TimeProvider.System);
        var ticket = new InferenceTicket();

        Infer(served, ticket, 1, out _)!.Code.ShouldBe(ErrorCode.DeadlineExceeded);
        running.Wait(Patience).ShouldBeTrue();
        // The same robot is told that its earlier tick is still at work, at once.
        Infer(served, ticket, 2, out _)!.Message.ShouldContain("still at work");
        release.Set();
        policy.Run = _ => RunResult.Ok;
        SpinWait.SpinUntil(() => ticket.State is TicketState.Idle, Patience).ShouldBeTrue();
        Infer(served, ticket, 3, out ActionChunk chunk).ShouldBeNull();
        chunk.Row(0)[0].ShouldBe(3);
    }

    [Fact]
    public void A_robot_that_gets_no_turn_in_time_is_told_that_the_gateway_is_overloaded()
    {
        InferenceQueue queue = QueueOfOne(TimeSpan.FromMilliseconds(20));
        var first = new InferenceTicket();
        var second = new InferenceTicket();
        queue.Rent(first).ShouldBeNull();
        queue.Rent(second)!.Code.ShouldBe(ErrorCode.Overloaded);
        queue.Return(first);
        queue.Rent(second).ShouldBeNull();
    }

    [Fact]
    public void The_robot_whose_turn_is_the_earliest_gets_the_next_free_slot()
    {
        InferenceQueue queue = QueueOfOne(Patience);
        var holder = new InferenceTicket();
        queue.Rent(holder);
        InferenceTicket late = new() { Turn = 20 }, early = new() { Turn = 10 };
        Thread lateRobot = Wait(queue, late);
        Thread earlyRobot = Wait(queue, early);
        queue.Return(holder);
        earlyRobot.Join(Patience).ShouldBeTrue();
        late.State.ShouldBe(TicketState.Waiting);
        queue.Return(early);
        lateRobot.Join(Patience).ShouldBeTrue();
    }

    private static InferenceQueue QueueOfOne(TimeSpan limit) =>
        new("fake", [new FakePolicy().CreateSlot()], owners: 1, limit, TimeProvider.System);

    /// <summary>A robot that stands in line when this returns.</summary>
    private static Thread Wait(InferenceQueue queue, InferenceTicket ticket)
    {
        var robot = new Thread(() => queue.Rent(ticket)) { IsBackground = true };
        robot.Start();
        SpinWait.SpinUntil(() => ticket.State is TicketState.Waiting, Patience).ShouldBeTrue();
        return robot;
    }

    private static GatewayError? Infer(ServedPolicy served, InferenceTicket ticket, float at, out ActionChunk chunk)
    {
        var observation = new Observation(served.Needs);
        observation.PreparePosition(FakePolicy.Joints).Fill(at);
        chunk = new ActionChunk();
        return served.Infer(ticket, observation, episode: null, seed: 0, chunk, new TickTimings());
    }
}
