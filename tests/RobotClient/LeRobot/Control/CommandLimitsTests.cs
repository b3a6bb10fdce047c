using PolicyGate.RobotClient;
using PolicyGate.RobotClient.LeRobot.Control;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot.Control;

public sealed class CommandLimitsTests : IDisposable
{
    private const string Joint = "joint_0.pos";
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly HeardNotices _heard = new();
    private readonly NoticeBoard _board;
    private readonly TestRobot _robot = new(joints: 1);

    public CommandLimitsTests() => _board = new NoticeBoard(_heard.Hear, new RunFault());

    public void Dispose() => _board.Dispose();

    [Fact]
    public void Without_limits_a_command_is_what_the_policy_wants()
    {
        CommandLimits limits = Limits(new RobotLimits());
        Command(limits, 1e30f).ShouldBe(1e30f);
        limits.Counts.ShouldBeEmpty();
    }

    [Fact]
    public void A_position_is_kept_within_its_bounds_told_once_and_counted()
    {
        CommandLimits limits = Limits(new JointLimit { Minimum = -1, Maximum = 2 });
        Command(limits, 5).ShouldBe(2);
        Command(limits, -5).ShouldBe(-1);
        Command(limits, 0.5f).ShouldBe(0.5f);
        limits.Counts.ShouldBe(new Dictionary<string, long> { ["position of joint_0.pos"] = 2 });
        _heard.Tells("position of joint_0.pos, 5 is outside of -1 to 2");
        _board.Dispose();
        _heard.All.Count.ShouldBe(1);
    }

    [Fact]
    public void The_first_command_is_held_against_where_the_robot_was_seen_and_the_next_against_the_first()
    {
        CommandLimits limits = Limits(new JointLimit { MaximumVelocity = 1 });
        limits.Begin([10.0]);
        Command(limits, 0)!.Value.ShouldBe(9.9f, 1e-6f);
        Command(limits, 0)!.Value.ShouldBe(9.8f, 1e-5f);
        Command(limits, 9.75f).ShouldBe(9.75f);
        limits.Counts.ShouldBe(new Dictionary<string, long> { ["velocity of joint_0.pos"] = 2 });
    }

    [Fact]
    public void A_command_that_comes_soon_after_another_moves_by_less_and_a_late_one_by_no_more()
    {
        CommandLimits limits = Limits(new JointLimit { MaximumVelocity = 1 });
        limits.Begin([0.0]);
        Command(limits, 5)!.Value.ShouldBe(0.1f, 1e-6f);
        Command(limits, 5, Period / 10)!.Value.ShouldBe(0.11f, 1e-6f);
        Command(limits, 5, 20 * Period)!.Value.ShouldBe(0.21f, 1e-6f);
        Command(limits, 5, TimeSpan.Zero)!.Value.ShouldBe(0.21f, 1e-6f);
    }

    [Fact]
    public void A_command_is_held_against_where_the_robot_is()
    {
        CommandLimits limits = Limits(new RobotLimits { RelativeTarget = 3 });
        _robot.Joints[0] = 50;
        Command(limits, 60).ShouldBe(53);
        Command(limits, 40).ShouldBe(47);
        _robot.Joints[0] = 58;
        Command(limits, 60).ShouldBe(60);
        limits.Counts.ShouldBe(new Dictionary<string, long> { ["relative target of joint_0.pos"] = 2 });
    }

    [Fact]
    public void A_joint_of_its_own_limit_has_not_the_one_of_all()
    {
        CommandLimits limits = Limits(new RobotLimits
        {
            RelativeTarget = 3,
            Joints = new Dictionary<string, JointLimit> { [Joint] = new() { RelativeTarget = 5 } },
        });
        Command(limits, 60).ShouldBe(5);
    }

    [Fact]
    public void Where_no_command_is_within_all_limits_the_robot_holds()
    {
        CommandLimits limits = Limits(new JointLimit { Minimum = 0, Maximum = 1, MaximumVelocity = 1 });
        limits.Begin([5.0]);
        Command(limits, 0.5f).ShouldBeNull();
        Command(limits, 0.5f).ShouldBeNull();
        limits.Counts["held for joint_0.pos"].ShouldBe(2);
        _heard.Tells("the robot holds: no command for joint_0.pos");
        limits.Begin([1.0]);
        Command(limits, 1).ShouldBe(1);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_no_number_is_no_command(float action)
    {
        Command(Limits(new RobotLimits()), action).ShouldBeNull();
        Command(Limits(new JointLimit { Minimum = 0, Maximum = 1 }), action).ShouldBeNull();
    }

    [Fact]
    public void Where_the_robot_does_not_tell_where_it_is_any_more_it_holds()
    {
        CommandLimits limits = Limits(new RobotLimits { RelativeTarget = 3 });
        _robot.TellsPosition = false;
        Command(limits, 0).ShouldBeNull();
        _robot.TellsPosition = true;
        Command(limits, 0).ShouldBe(0);
    }

    [Fact]
    public void A_limit_of_what_the_robot_does_not_have_is_refused_with_the_nearest_name() =>
        Refusal(new RobotLimits { Joints = new Dictionary<string, JointLimit> { ["joint_O.pos"] = new() } })
            .ShouldContain("did you mean 'joint_0.pos'?");

    [Fact]
    public void A_relative_limit_of_a_robot_that_cannot_tell_where_it_is_is_refused()
    {
        _robot.TellsPosition = false;
        Refusal(new RobotLimits { RelativeTarget = 3 }).ShouldContain("limit the velocity instead");
    }

    [Fact]
    public void Limits_that_make_no_sense_are_refused()
    {
        Refusal(new JointLimit { Minimum = 2, Maximum = 1 }).ShouldContain("2 to 1 is nothing");
        Refusal(new JointLimit { MaximumVelocity = -1 }).ShouldContain("0 or more");
        Refusal(new JointLimit { Maximum = double.NaN }).ShouldContain("all are numbers");
        Refusal(new RobotLimits { RelativeTarget = -1 }).ShouldContain("0 or more");
    }

    [Fact]
    public void A_velocity_of_what_the_robot_does_not_show_is_refused()
    {
        var robot = new TestRobot { Features = new RobotFeatures { Joints = ["a.pos"], Actions = ["a.vel"] } };
        var limits = new RobotLimits
        {
            Joints = new Dictionary<string, JointLimit> { ["a.vel"] = new() { MaximumVelocity = 1 } },
        };
        Should.Throw<RobotException>(() => new CommandLimits(robot, limits, Period, _board))
            .Message.ShouldContain("shows no joint of that name");
    }

    private static float? Command(CommandLimits limits, float action, TimeSpan? since = null)
    {
        float[] command = new float[1];
        return limits.Apply([action], RunClock.Nanoseconds(since ?? Period), command) ? command[0] : null;
    }

    private CommandLimits Limits(RobotLimits limits) => new(_robot, limits, Period, _board);

    private CommandLimits Limits(JointLimit limit) =>
        Limits(new RobotLimits { Joints = new Dictionary<string, JointLimit> { [Joint] = limit } });

    private string Refusal(RobotLimits limits) => Should.Throw<RobotException>(() => Limits(limits)).Message;

    private string Refusal(JointLimit limit) => Should.Throw<RobotException>(() => Limits(limit)).Message;
}
