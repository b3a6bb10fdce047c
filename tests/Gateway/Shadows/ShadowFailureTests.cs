using PolicyGate.Abstractions;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Shadows;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Shadows;

/// <summary>What shadows that go wrong cost: themselves, and nobody else.</summary>
public sealed class ShadowFailureTests : ShadowsTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void One_that_hangs_sheds_its_own_ticks_and_keeps_no_other_from_its_own()
    {
        using var release = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        using var other = new FakePolicy().Serve(Limits, TimeProvider.System);
        var handle = new PolicyHandle("other");
        handle.Warm(Shadow.Published!.Version.Config, other);
        var hanging = new Watcher(Shadow);
        Watching.Run = _ =>
        {
            entered.Set();
            release.Wait(Patience);
            return RunResult.Ok;
        };
        Runner.Add(hanging);
        var well = new Watcher(handle);
        Runner.Add(well);
        RobotShadows robot = Robot();

        Eventually.Holds(
            () =>
            {
                Tick(robot);
                return entered.IsSet && well.Runs.Length >= 3 && hanging.Sheds.Length >= 3;
            },
            () => $"{well.Runs.Length} runs beside one that hangs");

        hanging.Runs.ShouldBeEmpty();
        hanging.Sheds.ShouldAllBe(reason => reason == ShadowShed.Busy);
        release.Set();
        Runner.Dispose();
        hanging.Runs.Length.ShouldBe(1);
    }

    [Fact]
    public void One_whose_episode_throws_has_failed_and_the_next_tick_is_tried_again()
    {
        Watching.BeginningEpisode = () => throw new InvalidOperationException("no memory of that");
        Runner.Add(Watcher);
        RobotShadows robot = Robot();

        Show(robot).Error.ShouldBe(
            "policy 'fake' could not begin an episode: InvalidOperationException: no memory of that");

        Eventually.Holds(() => Shadow.Published!.Version.Users == 0, () => "its place is still taken");
        Watching.BeginningEpisode = () => { };
        Show(robot);
        Eventually.Holds(() => Show(robot).Error is null, () => "it still fails");
    }

    [Fact]
    public void One_that_throws_outside_of_its_run_is_seen_to_have_failed()
    {
        Watching.Resetting = () => throw new InvalidOperationException("its memory is gone");
        Runner.Add(Watcher);

        Show(Robot()).Error.ShouldBe("policy 'fake' threw InvalidOperationException: its memory is gone");
    }

    [Fact]
    public void One_whose_ticks_cannot_be_read_is_seen_to_have_failed()
    {
        Runner.Add(Watcher);
        RobotShadows robot = Robot(readerOf: policy => new ThrowingReader(policy));

        Show(robot).Error.ShouldBe("policy 'fake' threw InvalidOperationException: no such message");
    }

    [Fact]
    public void One_that_throws_on_a_robots_thread_is_told_of_and_the_robot_goes_on()
    {
        Runner.Add(Watcher);
        RobotShadows robot = Robot();
        Watcher.Following = _ => throw new InvalidOperationException("cannot tell");

        Tick(robot);

        robot.Wants.ShouldBeFalse();
        Log.Text.ShouldContain("cannot tell");
        Watcher.Following = _ => true;
        Show(robot).Error.ShouldBeNull();
    }

    [Fact]
    public void One_that_throws_when_it_sees_is_told_of_and_sees_the_next()
    {
        Watcher.Seeing = () => throw new InvalidOperationException("cannot look");
        Runner.Add(Watcher);
        RobotShadows robot = Robot();

        Show(robot);
        Show(robot);

        Log.Text.ShouldContain("shadow 'fake' threw");
        Log.Text.ShouldContain("cannot look");
    }

    [Fact]
    public void A_shadow_that_answers_NaN_is_shown_with_it()
    {
        Watching.Run = action =>
        {
            action.Span.Fill(float.NaN);
            return RunResult.Ok;
        };
        Runner.Add(Watcher);

        Show(Robot()).Chunk.ShouldAllBe(value => float.IsNaN(value));
    }

    [Fact]
    public void Shutdown_waits_for_a_run_so_long_and_no_longer_and_frees_nothing_under_it()
    {
        using var release = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        Limits.DrainTime = TimeSpan.FromMilliseconds(50);
        Watching.Run = _ =>
        {
            entered.Set();
            release.Wait(Patience);
            return RunResult.Ok;
        };
        Runner.Add(Watcher);
        RobotShadows robot = Robot();
        Eventually.Holds(
            () =>
            {
                Tick(robot);
                return entered.IsSet;
            },
            () => "the shadow never ran");

        Runner.Dispose();
        Shadow.Dispose();

        Log.Text.ShouldContain("shadow 'fake' is still in a run");
        (Watching.Disposed, Watching.InferencesDisposed, Watching.EpisodesDisposed).ShouldBe((false, 0, 0));
        Limits.DrainTime = Patience;
        release.Set();
        Eventually.Holds(() => Watcher.Runs.Length == 1, () => "the run never came back");
    }
}
