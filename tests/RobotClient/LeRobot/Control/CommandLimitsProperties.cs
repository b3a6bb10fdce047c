using FsCheck;
using FsCheck.Fluent;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.LeRobot.Control;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot.Control;

/// <summary>What holds of every command, whatever a policy wants and wherever the robot is.</summary>
public sealed class CommandLimitsProperties
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20261122, 9);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1) / 30;

    // Coarse on purpose: bounds that touch and values that are on them are what goes wrong.
    private static readonly Gen<double> Coarse = Gen.Choose(-40, 40).Select(number => number / 8.0);

    private static readonly Gen<double> Positive = Gen.Choose(0, 40).Select(number => number / 8.0);

    [Fact]
    public void A_command_keeps_all_limits_is_what_was_wanted_where_that_does_and_none_is_held_back_without_need() =>
        Check.One(Fixed, Prop.ForAll(Scenarios().ToArbitrary(), Play));

    private static Gen<(JointLimit Limit, double Start, (double Wanted, double Here)[] Steps)> Scenarios() =>
        from least in Coarse
        from range in Positive
        from velocity in Positive
        from distance in Positive
        from bounded in Gen.Choose(0, 7)
        from start in Coarse
        from steps in Gen.Zip(Coarse, Coarse).Select(step => (step.Item1, step.Item2)).NonEmptyListOf()
        select (
            new JointLimit
            {
                Minimum = (bounded & 1) != 0 ? least : null,
                Maximum = (bounded & 1) != 0 ? least + range : null,
                MaximumVelocity = (bounded & 2) != 0 ? velocity : null,
                RelativeTarget = (bounded & 4) != 0 ? distance : null,
            },
            start, steps.ToArray());

    private static void Play((JointLimit Limit, double Start, (double Wanted, double Here)[] Steps) scenario)
    {
        using var board = new NoticeBoard(null, new RunFault());
        var robot = new TestRobot(joints: 1);
        JointLimit limit = scenario.Limit;
        var limits = new CommandLimits(
            robot, new RobotLimits { Joints = new Dictionary<string, JointLimit> { ["joint_0.pos"] = limit } }, Period,
            board);
        limits.Begin([scenario.Start]);
        double last = scenario.Start;
        float[] command = new float[1];
        foreach ((double wanted, double here) in scenario.Steps)
        {
            robot.Joints[0] = here;
            double step = limit.MaximumVelocity * Period.TotalSeconds ?? double.PositiveInfinity;
            double distance = limit.RelativeTarget ?? double.PositiveInfinity;
            double least = new[] { limit.Minimum ?? double.NegativeInfinity, last - step, here - distance }.Max();
            double most = new[] { limit.Maximum ?? double.PositiveInfinity, last + step, here + distance }.Min();
            if (limits.Apply([(float)wanted], long.MaxValue, command))
            {
                ((double)command[0]).ShouldBeInRange(least, most);
                double nearest = Math.Clamp(wanted, least, most);
                ((double)command[0]).ShouldBe(nearest, 1e-6);
                last = command[0];
            }
            else
            {
                // Between two neighbouring floats there is no command either.
                (most - least).ShouldBeLessThan(1e-6);
            }
        }
    }
}
