using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Live;
using PolicyGate.Gateway.Recording;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Live;

public sealed class LiveRobotsTests
{
    private readonly ManualTime _time = new();
    private readonly LimitsOptions _limits = new() { LiveRobots = 3 };
    private readonly LiveRobots _robots;

    public LiveRobotsTests() => _robots = new LiveRobots(_limits, pictures: false, _time);

    [Fact]
    public void Two_that_are_here_under_one_name_are_told_apart()
    {
        LiveRobot first = Arrive("arm#1")!;
        LiveRobot second = Arrive("arm#1")!;
        (first.Name, second.Name).ShouldBe(("arm#1", "arm#1 (2)"));
        _robots.Of("arm#1 (2)").ShouldBeSameAs(second);
    }

    [Fact]
    public void One_that_comes_again_takes_its_own_place()
    {
        Arrive("arm#1")!.Left();
        LiveRobot again = Arrive("arm#1")!;
        _robots.All.ShouldBe([again]);
    }

    [Fact]
    public void Those_that_left_are_shown_for_a_while()
    {
        LiveRobot robot = Arrive("arm#1")!;
        robot.Left();
        robot.LeftAt.ShouldBe(_time.GetUtcNow());
        _time.Advance(_limits.LiveLeftTime);
        _robots.All.ShouldBe([robot]);
        _time.Advance(TimeSpan.FromSeconds(1));
        _robots.All.ShouldBeEmpty();
    }

    [Fact]
    public void The_longest_gone_makes_room_and_where_all_are_here_one_more_is_counted()
    {
        LiveRobot[] robots = [.. Enumerable.Range(1, 3).Select(i => Arrive($"arm#{i}")!)];
        Arrive("arm#4").ShouldBeNull();
        _robots.Unlisted.ShouldBe(1);

        robots[2].Left();
        _time.Advance(TimeSpan.FromSeconds(1));
        robots[0].Left();
        LiveRobot fifth = Arrive("arm#5").ShouldNotBeNull();
        _robots.All.ShouldBe([robots[0], robots[1], fifth]);
    }

    private LiveRobot? Arrive(string name) => _robots.Arrive(name, RecordedWire.OpenArm, "route");
}
