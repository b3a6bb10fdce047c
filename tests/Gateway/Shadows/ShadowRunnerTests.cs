using PolicyGate.Abstractions;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Shadows;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Shadows;

/// <summary>Whom shadows see, and whom they leave alone.</summary>
public sealed class ShadowRunnerTests : ShadowsTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_shadow_sees_what_it_made_beside_what_was_served_of_the_same_observation()
    {
        Watching.Run = action => Offset(action, 0.5f);
        Runner.Add(Watcher);

        SeenRun run = Show(Robot(), at: 3);

        (run.Error, run.Version, run.Width).ShouldBe((null, 1, FakePolicy.Joints));
        run.Chunk[..4].ShouldBe([3.5f, 3.5f, 3.51f, 3.51f]);
        run.Served.Length.ShouldBe(run.Chunk.Length);
        run.Served[..4].ShouldBe([3, 3, 3.01f, 3.01f]);
    }

    [Fact]
    public void A_robot_that_nobody_follows_is_not_looked_at()
    {
        Watcher.Following = _ => false;
        Runner.Add(Watcher);
        RobotShadows robot = Robot();

        robot.Begin("a request"u8);

        robot.Wants.ShouldBeFalse();
    }

    [Fact]
    public void One_that_is_removed_sees_no_more_and_gives_its_place_up()
    {
        Runner.Add(Watcher);
        RobotShadows robot = Robot();
        Show(robot);
        PolicyVersion version = Shadow.Published!.Version;
        version.Users.ShouldBe(1);

        Runner.Remove(Watcher);

        Eventually.Holds(() => version.Users == 0, () => "its place is still taken");
        int seen = Watcher.Runs.Length;
        Tick(robot);
        Watcher.Runs.Length.ShouldBe(seen);
        Watching.EpisodesDisposed.ShouldBe(1);
    }

    [Fact]
    public void A_robot_that_leaves_is_forgotten()
    {
        Runner.Add(Watcher);
        RobotShadows robot = Robot();
        Show(robot);

        robot.Dispose();

        Eventually.Holds(() => Shadow.Published!.Version.Users == 0, () => "its place is still taken");
    }

    [Fact]
    public void A_swap_of_its_policy_is_followed_and_the_version_before_is_left_also_when_no_tick_comes()
    {
        Runner.Add(Watcher);
        RobotShadows robot = Robot();
        Show(robot);
        PolicyVersion first = Shadow.Published!.Version;
        var second = new FakePolicy { Run = action => Offset(action, 1) };

        Shadow.Publish(NewVersion(second, 2), Takeover.Episode);

        Eventually.Holds(() => first.Users == 0, () => "the old version's place is still taken");
        SeenRun run = Show(robot);
        (run.Version, run.Chunk[0]).ShouldBe((2, 2));
        Watching.EpisodesDisposed.ShouldBe(1);
    }

    [Fact]
    public void An_episode_whose_first_tick_was_missed_begins_all_the_same()
    {
        Runner.Add(Watcher);
        RobotShadows robot = Robot();
        Show(robot);
        int before = Watching.EpisodeResets;
        Show(robot);
        Watching.EpisodeResets.ShouldBe(before);
        Watcher.Following = _ => false;
        Tick(robot, begins: true);
        Watcher.Following = _ => true;

        // A tick of the episode before may still be under way.
        Eventually.Holds(
            () =>
            {
                Show(robot);
                return Watching.EpisodeResets > before;
            },
            () => "no episode began");
        Watching.EpisodeResets.ShouldBe(before + 1);
    }

    [Fact]
    public void It_looks_at_as_many_robots_as_it_may()
    {
        Limits.ShadowRobots = 1;
        Runner.Add(Watcher);
        RobotShadows first = Robot();
        RobotShadows second = Robot();
        Show(first);

        Until(second, ShadowShed.TooManyRobots);

        Watcher.RunsOf(second.Seats).ShouldBe(0);
        first.Dispose();
        Show(second).Error.ShouldBeNull();
    }

    [Fact]
    public void Robots_that_send_in_step_are_seen_alike()
    {
        Runner.Add(Watcher);
        RobotShadows first = Robot();
        RobotShadows second = Robot();

        Eventually.Holds(
            () =>
            {
                Tick(first);
                Tick(second);
                // Under load the first is shed more often: the second's tick is under way when it is its turn.
                return Watcher.RunsOf(first.Seats) > 2 && Watcher.RunsOf(second.Seats) > 2;
            },
            () => $"{Watcher.RunsOf(first.Seats)} and {Watcher.RunsOf(second.Seats)} runs");
    }

    [Fact]
    public void A_tick_that_has_no_room_is_shed()
    {
        Limits.ShadowBytes = 4;
        Runner.Add(Watcher);

        Until(Robot(), ShadowShed.NoRoom);

        Watcher.Runs.ShouldBeEmpty();
    }

    [Fact]
    public void A_policy_that_answers_robots_is_theirs()
    {
        Runner.Add(Watcher);
        RobotShadows robot = Robot();
        Show(robot);
        PolicyVersion version = Shadow.Published!.Version;
        version.Seat();

        Until(robot, ShadowShed.Answering);

        version.Unseat();
        Show(robot).Error.ShouldBeNull();
    }

    [Fact]
    public void One_that_may_share_its_policy_waits_for_nobody_there_and_is_shed_while_a_robot_is_at_it()
    {
        using var release = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        Watcher.MaySharePolicy = true;
        Runner.Add(Watcher);
        RobotShadows robot = Robot();
        var seats = new RobotSeats(Route.To("other", Shadow.Policy!), Terms());
        Watching.Run = _ =>
        {
            entered.Set();
            release.Wait(Patience);
            return RunResult.Ok;
        };
        seats.Now.Observation.PreparePosition(FakePolicy.Joints).Fill(1);
        var other = new Thread(() => seats.Now.Runs.Run(seats.Now.Observation, new TickTimings()));
        other.Start();
        entered.Wait(Patience).ShouldBeTrue();

        Until(robot, ShadowShed.RobotsWait);

        Watcher.Runs.ShouldBeEmpty();
        release.Set();
        other.Join(Patience).ShouldBeTrue();
        Show(robot).Error.ShouldBeNull();
        seats.Dispose();
    }

    [Fact]
    public void A_tick_costs_its_robots_thread_nothing_of_the_managed_heap()
    {
        var shadow = new RouteShadow(Route, Shadow, new ShadowMetrics(this), Log);
        Runner.Add(shadow);
        RobotShadows robot = Robot();
        Eventually.Holds(
            () =>
            {
                Tick(robot);
                return shadow.Report.Runs > 10;
            },
            () => "the shadow never ran");

        Allocations.LeastOf(() =>
        {
            for (int i = 0; i < 100; i++)
                Tick(robot);
        }).ShouldBe(0);
    }
}
