using PolicyGate.RobotClient;
using PolicyGate.RobotClient.Robots;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.Robots;

public sealed class SimulatedRobotTests
{
    private static readonly IReadOnlyList<RobotCamera> Cameras =
        [new RobotCamera("front", 48, 64), new RobotCamera("wrist", 24, 32)];

    private readonly ManualTime _time = new();

    [Fact]
    public void A_joint_goes_63_percent_of_its_way_in_its_time_constant()
    {
        SimulatedRobot robot = Connect(new SimulatedRobotOptions { TimeConstant = TimeSpan.FromMilliseconds(200) });
        double start = Position(robot)[0];

        robot.Act([(float)start + 10, 0, 0, 0, 0, 0]);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        Position(robot)[0].ShouldBe(start + (10 * (1 - Math.Exp(-1))), 1e-4);
        _time.Advance(TimeSpan.FromSeconds(60));
        Position(robot)[0].ShouldBe(start + 10, 1e-4);
    }

    [Fact]
    public void How_often_it_is_looked_at_does_not_change_how_it_moves()
    {
        SimulatedRobot watched = Connect(new SimulatedRobotOptions());
        SimulatedRobot left = Connect(new SimulatedRobotOptions());
        watched.Act([1, 2, 3, 4, 5, 6]);
        left.Act([1, 2, 3, 4, 5, 6]);
        for (int i = 0; i < 100; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            _ = Position(watched);
        }

        double[] expected = Position(left);
        Position(watched).Zip(expected).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
    }

    [Fact]
    public void The_same_seed_shows_the_same_and_another_does_not()
    {
        var options = new SimulatedRobotOptions { Cameras = Cameras, Seed = 3 };
        RobotObservation first = Show(Connect(options));
        RobotObservation again = Show(Connect(options));
        RobotObservation other = Show(Connect(options with { Seed = 4 }));

        again.Joints.ToArray().ShouldBe(first.Joints.ToArray());
        again.Picture(1).SequenceEqual(first.Picture(1)).ShouldBeTrue();
        other.Joints.ToArray().ShouldNotBe(first.Joints.ToArray());
        other.Picture(1).SequenceEqual(first.Picture(1)).ShouldBeFalse();
    }

    [Fact]
    public void A_picture_shows_where_the_joints_are()
    {
        SimulatedRobot robot = Connect(new SimulatedRobotOptions { Cameras = Cameras, Joints = ["only.pos"] });
        robot.Act([-100]);
        _time.Advance(TimeSpan.FromMinutes(1));
        int atLeft = BarOf(Show(robot).Picture(0));
        robot.Act([100]);
        _time.Advance(TimeSpan.FromMinutes(1));

        atLeft.ShouldBe(0);
        BarOf(Show(robot).Picture(0)).ShouldBe(64 - 4);
    }

    [Fact]
    public void Episodes_begin_in_poses_of_their_own_and_the_last_one_ends()
    {
        SimulatedRobot robot =
            Connect(new SimulatedRobotOptions { Observations = 4, ObservationsPerEpisode = 2, Cameras = Cameras });
        var shown = new List<(bool Reset, bool Over)>();
        var poses = new List<double>();
        for (int i = 0; i < 5; i++)
        {
            RobotObservation observation = Show(robot);
            shown.Add((observation.Reset, observation.Over));
            poses.Add(observation.Joints[0]);
        }

        shown.ShouldBe([(true, false), (false, false), (true, false), (false, false), (true, true)]);
        poses[1].ShouldBe(poses[0]);
        poses[2].ShouldNotBe(poses[0]);
    }

    [Fact]
    public void It_costs_no_memory_once_it_runs()
    {
        SimulatedRobot robot = Connect(new SimulatedRobotOptions { Cameras = Cameras });
        var observation = new RobotObservation(robot.Features);
        float[] action = new float[6];
        double[] position = new double[6];

        Allocations.LeastOf(() =>
        {
            robot.Observe(observation);
            robot.Act(action);
            robot.ReadPosition(position);
        }).ShouldBe(0);
    }

    [Fact]
    public void Joints_that_a_server_could_not_tell_apart_are_refused()
    {
        Should.Throw<RobotException>(() => new SimulatedRobot(new SimulatedRobotOptions { Joints = ["a", "a"] }))
            .Message.ShouldContain("'a' is there twice");
        Should.Throw<RobotException>(() => new SimulatedRobot(
            new SimulatedRobotOptions { Joints = ["front"], Cameras = Cameras })).Message.ShouldContain("'front'");
    }

    private SimulatedRobot Connect(SimulatedRobotOptions options)
    {
        var robot = new SimulatedRobot(options, _time);
        robot.Connect(CancellationToken.None);
        return robot;
    }

    private static double[] Position(SimulatedRobot robot)
    {
        double[] joints = new double[robot.Features.Joints.Count];
        robot.ReadPosition(joints).ShouldBeTrue();
        return joints;
    }

    private static RobotObservation Show(SimulatedRobot robot)
    {
        var observation = new RobotObservation(robot.Features);
        robot.Observe(observation);
        return observation;
    }

    /// <summary>The first pixel of the last row that is white.</summary>
    private static int BarOf(ReadOnlySpan<byte> picture) =>
        picture[^(64 * 3)..].IndexOf((ReadOnlySpan<byte>)[255, 255, 255]) / 3;
}
