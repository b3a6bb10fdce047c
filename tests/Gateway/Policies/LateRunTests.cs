using PolicyGate.Abstractions;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Policies;

/// <summary>
/// Runs that are past their deadline of 50 ms, by a clock that stands until the test moves it: while it stands, nobody
/// can have been waited for.
/// </summary>
public sealed class LateRunTests : IDisposable
{
    private const string Refusal =
        "policy 'fake' is still in a run past its deadline; its robots are answered without it until that returns";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Almost = Deadline - TimeSpan.FromMilliseconds(1);

    private readonly ManualTime _time = new();
    private readonly LimitsOptions _limits = new();
    private readonly FakePolicy _policy;
    private readonly SemaphoreSlim _begun = new(0);
    private readonly SemaphoreSlim _release = new(0);
    private ServedPolicy? _served;

    public LateRunTests() => _policy = new FakePolicy { Run = _ => Block() };

    private ServedPolicy Served => _served ??= _policy.Serve(_limits, _time, Deadline);

    public void Dispose()
    {
        _release.Release(100);
        _served?.Dispose();
        _policy.Dispose();
        _begun.Dispose();
        _release.Dispose();
    }

    [Fact]
    public void Its_robot_is_answered_at_the_deadline_and_at_once_on_each_tick_until_it_returns()
    {
        AskingRobot robot = Running(at: 1);
        _time.Advance(Deadline);
        robot.Answer().ShouldBe("policy 'fake' did not answer within 50 ms (Gateway:Policies:fake:Deadline)");
        for (int tick = 0; tick < 3; tick++)
        {
            robot.Ask(at: 2);
            robot.Answer().ShouldBe("policy 'fake' is still at work on an earlier observation of this robot,"
                + " for which it had 50 ms (Gateway:Policies:fake:Deadline)");
        }
        Return(robot);
        robot.Ask(at: 3);
        _release.Release();
        robot.Answer().ShouldBe("a chunk from 3");
    }

    [Fact]
    public void Other_robots_are_refused_at_once_while_the_only_owner_thread_is_in_it()
    {
        AskingRobot late = Running(at: 1);
        AskingRobot queued = InLine(TicketState.Queued, at: 2);
        AskingRobot waiting = InLine(TicketState.Waiting, at: 3);
        _time.Advance(Deadline);
        late.Answer().ShouldContain("did not answer");
        queued.Answer().ShouldBe(Refusal);
        waiting.Answer().ShouldBe(Refusal);
        var comes = new AskingRobot(Served);
        comes.Ask(at: 4);
        comes.Answer().ShouldBe(Refusal);

        Return(late);
        _release.Release(3);
        foreach (AskingRobot robot in (AskingRobot[])[queued, waiting, comes])
        {
            robot.Ask(at: 5);
            robot.Answer().ShouldBe("a chunk from 5");
        }
    }

    [Fact]
    public void A_robot_whose_inputs_are_being_filled_meanwhile_is_refused_when_they_are()
    {
        AskingRobot late = Running(at: 1);
        using var filling = new SemaphoreSlim(0);
        using var filled = new SemaphoreSlim(0);
        _policy.Filling = () =>
        {
            filling.Release();
            filled.Wait(Patience);
        };
        var robot = new AskingRobot(Served);
        robot.Ask(at: 2);
        filling.Wait(Patience).ShouldBeTrue();
        _time.Advance(Deadline);
        late.Answer().ShouldContain("did not answer");
        filled.Release();
        robot.Answer().ShouldBe(Refusal);
    }

    [Fact]
    public void With_a_second_owner_thread_the_others_go_on()
    {
        _policy.Traits = new PolicyTraits { OwnerThreads = 2 };
        AskingRobot late = Running(at: 1);
        _time.Advance(Deadline);
        late.Answer().ShouldContain("did not answer");
        _policy.Run = _ => RunResult.Ok;
        var other = new AskingRobot(Served);
        for (int tick = 2; tick < 12; tick++)
        {
            other.Ask(tick);
            other.Answer().ShouldBe($"a chunk from {tick}");
        }
        late.Ask(at: 12);
        late.Answer().ShouldContain("still at work");
    }

    [Fact]
    public void Its_buffers_are_nobodys_until_it_returns()
    {
        _policy.Traits = new PolicyTraits { OwnerThreads = 2 };
        Memory<float> inQuarantine = default;
        _policy.Run = action =>
        {
            inQuarantine = action;
            return Block();
        };
        AskingRobot late = Running(at: 1);
        _time.Advance(Deadline);
        late.Answer().ShouldContain("did not answer");
        _policy.Run = action =>
        {
            inQuarantine.Span.Fill(float.NaN);
            return action.Equals(inQuarantine) ? new RunResult(RunStatus.Failed, "in quarantine") : RunResult.Ok;
        };
        var others = Enumerable.Range(0, 8).Select(_ => new AskingRobot(Served)).ToList();
        for (int tick = 0; tick < 5; tick++)
        {
            others.ForEach(robot => robot.Ask(tick));
            others.ForEach(robot => robot.Answer().ShouldBe($"a chunk from {tick}"));
        }
    }

    [Fact]
    public void The_time_in_line_behind_another_robot_does_not_count()
    {
        AskingRobot first = Running(at: 1);
        AskingRobot second = InLine(TicketState.Queued, at: 2);
        _time.Advance(Almost);
        _release.Release();
        first.Answer().ShouldBe("a chunk from 1");
        _begun.Wait(Patience).ShouldBeTrue();
        // The backend is told a little sooner, to be free again when its robot is answered.
        TimeSpan told = Deadline - TimeSpan.FromMilliseconds(5);
        _policy.Deadline.ShouldBe(_time.GetTimestamp() + (told.Ticks * TimeSpan.NanosecondsPerTick));
        _time.Advance(Almost);
        _release.Release();
        second.Answer().ShouldBe("a chunk from 2");
    }

    [Fact]
    public void A_run_that_does_not_begin_in_time_is_an_overload_and_no_fault_of_the_engine()
    {
        _limits.QueueTime = Deadline / 2;
        AskingRobot first = Running(at: 1);
        AskingRobot second = InLine(TicketState.Queued, at: 2);
        _time.Advance(_limits.QueueTime);
        second.Answer().ShouldStartWith("no inference became free within 25 ms (Limits:QueueTime)");
        _release.Release();
        first.Answer().ShouldBe("a chunk from 1");
    }

    private RunResult Block()
    {
        _begun.Release();
        _release.Wait(Patience);
        return RunResult.Ok;
    }

    /// <summary>A robot whose run has begun.</summary>
    private AskingRobot Running(float at)
    {
        var robot = new AskingRobot(Served);
        robot.Ask(at);
        _begun.Wait(Patience).ShouldBeTrue();
        return robot;
    }

    private AskingRobot InLine(TicketState state, float at)
    {
        var robot = new AskingRobot(Served);
        robot.Ask(at);
        SpinWait.SpinUntil(() => robot.Ticket.State == state, Patience).ShouldBeTrue();
        return robot;
    }

    /// <summary>Lets its late run return.</summary>
    private void Return(AskingRobot robot)
    {
        _release.Release();
        SpinWait.SpinUntil(() => !robot.Ticket.IsLate, Patience).ShouldBeTrue();
    }
}
