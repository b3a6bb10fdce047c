using PolicyGate.Formats.Grpc;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.LeRobot;

/// <summary>Whole observations that hold something else than the robot said it would send.</summary>
public sealed class BadInputObservationsTests(BesetLeRobot beset) : IClassFixture<BesetLeRobot>, IAsyncLifetime
{
    private const long Timestep = 5;

    private LeRobotRobot _robot = null!;
    private IReadOnlyList<string> _joints = null!;
    private IReadOnlyList<LeRobotPicture> _cameras = null!;

    public async Task InitializeAsync()
    {
        _robot = await beset.Robot();
        (_joints, _cameras) = (_robot.JointNames, _robot.Cameras);
    }

    /// <summary>The same robot goes on at once, and nobody else has noticed.</summary>
    public async Task DisposeAsync()
    {
        (_robot.JointNames, _robot.Cameras) = (_joints, _cameras);
        await BesetLeRobot.ShouldAnswer(_robot, Timestep);
        _robot.Dispose();
        await beset.Good.ShouldBeUndisturbed();
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e39)]
    public async Task A_joint_that_is_nowhere(double state) => BesetLeRobot.ShouldBeRefused(
        await _robot.Observe(Timestep, mustGo: true, state), GrpcStatusCode.InvalidArgument, "'joint_0.pos' is");

    [Fact]
    public async Task A_joint_that_is_missing()
    {
        _robot.JointNames = [.. _joints.Take(7).Concat(_joints.Skip(8))];

        GrpcAnswer answer = await _robot.Observe(Timestep, mustGo: true, 0);

        BesetLeRobot.ShouldBeRefused(answer, GrpcStatusCode.InvalidArgument, "'joint_7.pos' is missing");
    }

    [Fact]
    public async Task A_joint_too_many_is_passed_over()
    {
        _robot.JointNames = [.. _joints, "another.pos"];

        (await _robot.Observe(Timestep, mustGo: true, 0.5)).Good();
        (await _robot.Actions())[0].Values.Length.ShouldBe(16);
    }

    [Fact]
    public async Task No_joints_and_no_cameras()
    {
        (_robot.JointNames, _robot.Cameras) = ([], []);

        BesetLeRobot.ShouldBeRefused(
            await _robot.Observe(Timestep, mustGo: true, 0), GrpcStatusCode.InvalidArgument, "is missing");
    }

    [Fact]
    public async Task A_camera_that_is_missing()
    {
        _robot.Cameras = [.. _cameras.Take(2)];

        GrpcAnswer answer = await _robot.Observe(Timestep, mustGo: true, 0);

        BesetLeRobot.ShouldBeRefused(answer, GrpcStatusCode.InvalidArgument, "'wrist_right' is missing");
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(1, 6)]
    [InlineData(2, 4)]
    [InlineData(480, 640)]
    [InlineData(0, 0)]
    public async Task A_camera_of_another_size(int height, int width)
    {
        _robot.Cameras = [_cameras[0], LeRobotRobot.Picture("wrist_left", height, width), _cameras[2]];

        BesetLeRobot.ShouldBeRefused(
            await _robot.Observe(Timestep, mustGo: true, 0), GrpcStatusCode.InvalidArgument, "'wrist_left' is");
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(long.MaxValue)]
    public async Task Whatever_timestep_it_says_to_be_costs_no_more_than_this_answer(long timestep)
    {
        GrpcAnswer taken = await _robot.Observe(timestep, mustGo: true, 0.5);

        taken.Code.ShouldBeOneOf(GrpcStatusCode.Ok, GrpcStatusCode.InvalidArgument);
        if (taken.Code is GrpcStatusCode.Ok)
            (await _robot.GetActions()).Code.ShouldBeOneOf(GrpcStatusCode.Ok, GrpcStatusCode.InvalidArgument);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1e308)]
    public async Task Whatever_time_it_says_to_be_of(double timestamp)
    {
        GrpcAnswer taken = await _robot.Observe(Timestep, mustGo: true, 0.5, timestamp);

        taken.Code.ShouldBeOneOf(GrpcStatusCode.Ok, GrpcStatusCode.InvalidArgument);
        if (taken.Code is GrpcStatusCode.Ok)
            (await _robot.GetActions()).Code.ShouldBeOneOf(GrpcStatusCode.Ok, GrpcStatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Bytes_that_changed_on_the_way_are_refused_or_read_and_never_a_bug()
    {
        const int Rounds = 2000;
        var random = new Random(5);
        byte[] good = _robot.Observation(Timestep, mustGo: false, 0.5);
        int refused = 0;
        for (int i = 0; i < Rounds; i++)
        {
            byte[] changed = [.. good];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            GrpcAnswer answer = await _robot.Send(changed);
            if (answer.Code is GrpcStatusCode.Ok)
                continue;
            BesetLeRobot.ShouldBeUnreadable(answer);
            refused++;
        }

        refused.ShouldBeGreaterThan(Rounds / 2);
    }
}
