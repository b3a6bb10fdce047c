using PolicyGate.Abstractions;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.Sessions;

namespace PolicyGate.Tests.Gateway.Routes;

/// <summary>One robot over the changes of what answers it: swaps, fallbacks, policies that do not fit.</summary>
public sealed class RobotSeatsTests : SessionTest
{
    private readonly FakePolicy _other = new();

    [Fact]
    public void A_version_that_takes_over_at_episodes_waits_for_the_robots_next()
    {
        (Route route, PolicyHandle handle) = OneArm();
        using RobotSession session = New(route);
        Tick(session, at: 1, reset: true);

        PolicyVersion second = Swap(handle, Takeover.Episode);
        Tick(session, at: 1);
        session.Seats.Now.Version.Number.ShouldBe(1);
        Tick(session, at: 1, reset: true);
        session.Seats.Now.Version.ShouldBe(second);
    }

    [Fact]
    public void A_version_that_takes_over_now_answers_the_next_tick()
    {
        (Route route, PolicyHandle handle) = OneArm();
        using RobotSession session = New(route);
        Tick(session, at: 1, reset: true);

        PolicyVersion second = Swap(handle, Takeover.Now);
        _other.Run = Shifted(10);
        Tick(session, at: 1).Chunk!.Row(0)[0].ShouldBe(11, 0.2);
        session.Seats.Now.Version.ShouldBe(second);
    }

    [Fact]
    public void Over_a_swap_at_once_the_robots_limits_hold_from_where_its_commands_stand()
    {
        (Route route, PolicyHandle handle) = OneArm();
        using RobotSession session = New(route, Slow);
        float last = Tick(session, at: 0, reset: true).Chunk!.Row(1)[0];

        Swap(handle, Takeover.Now);
        _other.Run = Shifted(1.5f);
        Time.Advance(TimeSpan.FromMilliseconds(100 / 3.0));
        TickAnswer answer = Tick(session, at: 0);

        // 2 rad/s over a thirtieth of a second; the new policy's first row alone is 1.5 away.
        float before = last;
        for (int row = 0; row < answer.Chunk!.Rows; row++)
        {
            float position = answer.Chunk.Row(row)[0];
            Math.Abs(position - before).ShouldBeLessThan((2 / 30f) + 1e-4f, $"row {row}");
            before = position;
        }
        answer.LimitedRows.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_version_that_nobody_is_at_any_more_is_freed_and_not_before()
    {
        (Route route, PolicyHandle handle) = OneArm();
        using RobotSession early = New(route);
        Tick(early, at: 1, reset: true);
        PolicyVersion first = early.Seats.Now.Version;
        Swap(handle, Takeover.Episode);
        Swap(handle, Takeover.Episode);

        first.Freed.IsCompleted.ShouldBeFalse();
        first.TryEnter().ShouldBeFalse();
        Policy.Disposed.ShouldBeFalse();
        Tick(early, at: 1).Outcome.ShouldBe(TickOutcome.Chunk);
        Tick(early, at: 1, reset: true);
        await first.Freed.WaitAsync(TimeSpan.FromSeconds(30));
        Policy.Disposed.ShouldBeTrue();
    }

    [Fact]
    public void A_policy_that_cannot_begin_an_episode_leaves_the_robot_with_the_one_it_has()
    {
        (Route route, PolicyHandle handle) = OneArm();
        using RobotSession session = New(route);
        Tick(session, at: 1, reset: true);

        Swap(handle, Takeover.Now);
        _other.BeginningEpisode = () => throw new InvalidOperationException("no room for an episode");
        Tick(session, at: 1).Outcome.ShouldBe(TickOutcome.Chunk);
        Tick(session, at: 1).Outcome.ShouldBe(TickOutcome.Chunk);
        session.Seats.Now.Version.Number.ShouldBe(1);
        Log.All.Count(line => line.Contains("no room for an episode", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void A_failed_policy_costs_one_tick_and_the_next_one_answers_until_it_ran_well_beside()
    {
        Route route = WithFallback(goodTicks: 2);
        using RobotSession session = New(route);
        Tick(session, at: 1, reset: true);
        Policy.Run = _ => new RunResult(RunStatus.Failed, "the engine is ill");
        _other.Run = Shifted(5);

        Tick(session, at: 1).Outcome.ShouldBe(TickOutcome.Skip);
        Tick(session, at: 1).Chunk!.Row(0)[0].ShouldBe(6, 0.2);
        session.Seats.Failing.ShouldBe(route.Arms[0]);

        Policy.Run = _ => RunResult.Ok;
        session.Seats.Tried(well: true);
        Tick(session, at: 1).Chunk!.Row(0)[0].ShouldBe(6, 0.2);
        session.Seats.Tried(well: true);
        Tick(session, at: 1).Chunk!.Row(0)[0].ShouldBe(1, 0.2);
        session.Seats.Failing.ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_policy_that_throws_outside_of_its_run_is_fallen_back_from(bool atReset)
    {
        using RobotSession session = New(WithFallback());
        Tick(session, at: 1, reset: true);
        Action ill = () => throw new InvalidOperationException("its memory is gone");
        (Policy.Resetting, Policy.Filling) = atReset ? (ill, Policy.Filling) : (Policy.Resetting, ill);
        _other.Run = Shifted(5);

        TickAnswer failed = Tick(session, at: 1, reset: true);

        failed.Error!.Message.ShouldBe("policy 'fake' threw InvalidOperationException: its memory is gone");
        session.Runs.EpisodeBegins.ShouldBe(atReset);
        Tick(session, at: 1).Chunk!.Row(0)[0].ShouldBe(6, 0.2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_version_in_the_place_of_a_failed_policy_brings_its_robots_back(bool now)
    {
        Route route = WithFallback();
        using RobotSession session = New(route);
        Tick(session, at: 1, reset: true);
        Policy.Run = _ => new RunResult(RunStatus.Failed, "the engine is ill");
        Tick(session, at: 1);
        Tick(session, at: 1);
        session.Seats.Now.Handle.ShouldBe(route.Fallbacks[0]);

        PolicyVersion mended = Swap(route.Arms[0], now ? Takeover.Now : Takeover.Episode);
        Tick(session, at: 1);
        (session.Seats.Now.Version == mended).ShouldBe(now);
        Tick(session, at: 1, reset: true);
        session.Seats.Now.Version.ShouldBe(mended);
        session.Seats.Failing.ShouldBeNull();
    }

    [Fact]
    public void A_chunk_with_nan_is_the_policys_failure_and_an_unreadable_observation_is_not()
    {
        using RobotSession session = New(WithFallback());
        Tick(session, at: 1, reset: true);
        session.Begin(reset: false, Ago(0)).ShouldBeNull();
        session.Fail(Unreadable);
        session.Seats.Failing.ShouldBeNull();

        Policy.Run = action => Jump(action, float.NaN);
        Tick(session, at: 1).Error!.Message.ShouldContain("NaN");
        session.Seats.Failing.ShouldNotBeNull();
    }

    [Fact]
    public void The_last_policys_failures_come_to_what_the_route_says()
    {
        using RobotSession session = New(WithFallback(onFailure: FailureAction.Hold));
        Tick(session, at: 1, reset: true);
        Policy.Run = _other.Run = _ => new RunResult(RunStatus.Failed, "the engine is ill");
        for (int tick = 0; tick < 5; tick++)
            Tick(session, at: 1).Outcome.ShouldBe(TickOutcome.Hold);
    }

    [Fact]
    public void An_episode_is_one_arms_from_beginning_to_end_and_the_draw_can_be_repeated()
    {
        int[] first = Arms(robots: 1, episodes: 40);

        first.Distinct().Count().ShouldBe(2);
        Arms(robots: 1, episodes: 40).ShouldBe(first);
    }

    [Fact]
    public void An_episode_that_shows_by_its_first_observation_is_read_again_for_its_own_arm()
    {
        Route route = Split();
        using RobotSession session = New(route);
        int episode = 0;
        while (route.ArmOf(0, episode) == route.ArmOf(0, episode + 1))
            episode++;
        for (int i = 0; i <= episode; i++)
            Tick(session, at: 1, reset: true);

        // The robot says nothing; its counter begins anew.
        session.Begin(reset: false, Ago(0)).ShouldBeNull();
        session.Observation.PreparePosition(FakePolicy.Joints).Fill(1);
        session.Observation.Id = 0;
        session.Reseat().ShouldBeTrue();
        session.Observation.Position.Length.ShouldBe(0);
        session.Observation.PreparePosition(FakePolicy.Joints).Fill(1);
        session.Observation.Id = 0;
        session.Reseat().ShouldBeFalse();
        session.Answer().Outcome.ShouldBe(TickOutcome.Chunk);
        session.Seats.Now.Handle.ShouldBe(route.Arms[route.ArmOf(0, episode + 1)]);
    }

    [Fact]
    public void A_choice_takes_nothing_of_the_heap_while_nothing_changes()
    {
        using RobotSession session = New(Split());
        Tick(session, at: 1, reset: true);

        Allocations.LeastOf(() => Tick(session, at: 1)).ShouldBe(0);
    }

    private int[] Arms(int robots, int episodes)
    {
        Route route = Split();
        var arms = new List<int>();
        for (int robot = 0; robot < robots; robot++)
        {
            using RobotSession session = New(route);
            for (int episode = 0; episode < episodes; episode++)
            {
                Tick(session, at: 1, reset: true);
                PolicyHandle begun = session.Seats.Now.Handle;
                for (int tick = 0; tick < 3; tick++)
                {
                    Tick(session, at: 1);
                    session.Seats.Now.Handle.ShouldBe(begun);
                }
                arms.Add(begun == route.Arms[0] ? 0 : 1);
            }
        }
        return [.. arms];
    }

    private RobotSession New(Route route, RobotConfig? limits = null) => new("arm", route, limits, Services());

    private (Route Route, PolicyHandle Handle) OneArm()
    {
        PolicyHandle handle = Warm("a", Served);
        return (new Route(new RouteConfig("route", Config("a")), [handle], []), handle);
    }

    private PolicyVersion Swap(PolicyHandle handle, Takeover takeover)
    {
        var version = new PolicyVersion(
            handle.Published!.Version.Number + 1, Config("a"), _other.Serve(new LimitsOptions(), Time));
        handle.Publish(version, takeover);
        return version;
    }

    private Route WithFallback(int goodTicks = 30, FailureAction? onFailure = null)
    {
        var fallback = new FallbackConfig([Config("b")], onFailure, After: 1, goodTicks);
        return new Route(
            new RouteConfig("route", Config("a")) { Fallback = fallback }, [Warm("a", Served)], [WarmOther()]);
    }

    private Route Split()
    {
        var split = new SplitConfig([new(Config("a"), 0.5), new(Config("b"), 0.5)], Seed: 7);
        return new Route(
            new RouteConfig("route", Config("a")) { Split = split }, [Warm("a", Served), WarmOther()], []);
    }

    private PolicyHandle WarmOther() => Warm("b", _other.Serve(new LimitsOptions(), Time));

    private static PolicyHandle Warm(string name, ServedPolicy policy)
    {
        var handle = new PolicyHandle(name);
        handle.Warm(Config(name), policy);
        return handle;
    }

    private static PolicyConfig Config(string name) => new() { Name = name, Folder = $"/{name}", Backend = "fake" };

    private static Func<Memory<float>, RunResult> Shifted(float by) => action =>
    {
        foreach (ref float value in action.Span)
            value += by;
        return RunResult.Ok;
    };
}
