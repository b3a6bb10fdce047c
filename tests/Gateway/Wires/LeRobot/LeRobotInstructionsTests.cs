using System.Net;
using PolicyGate.Formats.Grpc;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Wires.LeRobot;

/// <summary>What a robot asks for, and which policy it gets.</summary>
public sealed class LeRobotInstructionsTests : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(GoldenData.Root, "act-tiny");

    private ServedGateway _gateway = null!;

    private IPEndPoint Server => _gateway.Host.LeRobotEndPoints.Single();

    public async Task InitializeAsync() => _gateway = await ServedGateway.Start(Folder, "Scripted", new()
    {
        ["Wires:LeRobot:Endpoint"] = "127.0.0.1:0",
        ["Wires:LeRobot:ObservationQueueTimeout"] = "00:00:00.200",
        ["Wires:LeRobot:Policies:lab/our-act"] = "act-tiny",
        ["Wires:LeRobot:Roots:0"] = Path.Combine(Repository.Root, "samples"),
        ["Wires:LeRobot:Backend"] = "Scripted",
    });

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [InlineData("act-tiny")]
    [InlineData("lab/our-act")]
    public async Task A_policy_goes_by_its_own_name_and_by_those_of_the_table(string name)
    {
        using var robot = new LeRobotRobot(Server);

        (await robot.Instruct(name)).Good();
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_refused_with_those_known_and_how_to_make_one()
    {
        using var robot = new LeRobotRobot(Server);

        GrpcAnswer answer = await robot.Instruct("lerobot/act_aloha_sim_transfer_cube_human");

        answer.Code.ShouldBe(GrpcStatusCode.NotFound);
        answer.Status.Message.ShouldContain("lerobot/act_aloha_sim_transfer_cube_human");
        answer.Status.Message.ShouldContain("act-tiny, lab/our-act");
        answer.Status.Message.ShouldContain("tools/export_lerobot.py");
    }

    [Fact]
    public async Task A_path_below_a_root_is_loaded()
    {
        using var robot = new LeRobotRobot(Server) { Cameras = [] };
        string path = Path.Combine(Repository.Root, "samples/policies/reach");
        robot.Cameras = [.. PolicyCameras(path).Select(name => LeRobotRobot.Picture(name, 48, 64))];

        (await robot.Instruct(path)).Good();
        (await robot.Observe(0, mustGo: true, 0.1)).Good();
        (await robot.Actions())[0].Values[0].ShouldBe(0.1f);
    }

    [Fact]
    public async Task A_path_of_a_policy_that_is_configured_leads_to_it()
    {
        using var robot = new LeRobotRobot(Server);

        (await robot.Instruct(Folder)).Good();
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("samples/../bench")]
    public async Task A_path_that_no_root_holds_is_refused(string path)
    {
        using var robot = new LeRobotRobot(Server);

        GrpcAnswer answer = await robot.Instruct(Path.Combine(Repository.Root, path));

        answer.Code.ShouldBe(GrpcStatusCode.NotFound);
        answer.Status.Message.ShouldContain("Wires:LeRobot:Roots");
    }

    [Fact]
    public async Task Everything_that_the_policy_needs_and_the_robot_has_not_is_told_at_once()
    {
        using var robot = new LeRobotRobot(Server, joints: 6);
        robot.Cameras = [LeRobotRobot.Picture("wrist_left", 48, 64)];

        GrpcAnswer answer = await robot.Instruct("act-tiny");

        answer.Code.ShouldBe(GrpcStatusCode.InvalidArgument);
        answer.Status.Message.ShouldContain("needs 16 values in observation.state");
        answer.Status.Message.ShouldContain("the robot sends 6 (joint_0.pos … joint_5.pos)");
        answer.Status.Message.ShouldContain("the policy needs observation.images.head_left");
        answer.Status.Message.ShouldContain("observation.images.wrist_right");
        answer.Status.Message.ShouldNotContain("needs observation.images.wrist_left");
    }

    [Fact]
    public async Task A_camera_of_another_name_is_found_by_the_rename_map()
    {
        using var robot = new LeRobotRobot(Server);
        robot.Cameras = [.. robot.Cameras.Skip(1), LeRobotRobot.Picture("laptop", 48, 64)];
        robot.RenameMap["observation.images.laptop"] = "observation.images.head_left";

        (await robot.Instruct("act-tiny")).Good();
        (await robot.Observe(0, mustGo: true, 0.1)).Good();
        (await robot.Actions()).Count.ShouldBe(20);
    }

    [Fact]
    public async Task The_policys_joints_in_another_order_are_refused()
    {
        using var robot = new LeRobotRobot(Server)
        {
            JointNames = [.. new[] { "left", "right" }.SelectMany(side => Enumerable.Range(1, 7)
                .Select(i => $"{side}_joint_{i}.pos").Append($"{side}_gripper.pos"))],
        };

        GrpcAnswer answer = await robot.Instruct("act-tiny");

        answer.Code.ShouldBe(GrpcStatusCode.InvalidArgument);
        answer.Status.Message.ShouldContain("each would get another joint's command");
    }

    private static IEnumerable<string> PolicyCameras(string folder) => PolicyFolder.Read(folder, "Onnx").Declared.Inputs
        .Where(input => input.Name.StartsWith("observation.images.", StringComparison.Ordinal))
        .Select(input => input.Name["observation.images.".Length..]);
}
