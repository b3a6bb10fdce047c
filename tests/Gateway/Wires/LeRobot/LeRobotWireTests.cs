using System.Net;
using PolicyGate.Formats.Grpc;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Wires.LeRobot;

/// <summary>LeRobot robots at the real host, with the policy that holds each where it is.</summary>
public sealed class LeRobotWireTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string?> Quick = new()
    {
        ["Wires:LeRobot:Endpoint"] = "127.0.0.1:0",
        ["Wires:LeRobot:ObservationQueueTimeout"] = "00:00:00.200",
    };

    private ServedGateway _gateway = null!;

    private IPEndPoint Server => _gateway.Host.LeRobotEndPoints.Single();

    public async Task InitializeAsync() =>
        _gateway = await ServedGateway.Start(Path.Combine(GoldenData.Root, "act-tiny"), "Scripted", new(Quick));

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_robot_gets_its_actions_by_timestep_and_timestamp()
    {
        using LeRobotRobot robot = await Begun();
        (await robot.Observe(7, mustGo: true, 0.25, timestamp: 1234.5)).Good();

        IReadOnlyList<TimedAction> actions = await robot.Actions();

        actions.Count.ShouldBe(20);
        actions.Select(action => action.Timestep).ShouldBe(Enumerable.Range(7, 20).Select(i => (long)i));
        actions.Select(action => action.Timestamp)
            .ShouldBe(Enumerable.Range(0, 20).Select(i => 1234.5 + (i * (1.0 / 30))));
        actions.ShouldAllBe(action => action.Values.Length == 16 && action.Values.All(value => value == 0.25f));
    }

    [Fact]
    public async Task A_chunk_has_no_more_actions_than_were_asked_for()
    {
        using var robot = new LeRobotRobot(Server);
        await robot.Begin("act-tiny", actions: 3);
        (await robot.Observe(0, mustGo: true, 0.5)).Good();

        (await robot.Actions()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Without_an_observation_the_answer_is_empty_as_LeRobots_is()
    {
        using LeRobotRobot robot = await Begun();

        (await robot.GetActions()).Good().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_newest_observation_is_answered()
    {
        using LeRobotRobot robot = await Begun();
        (await robot.Observe(0, mustGo: true, 0.1)).Good();
        (await robot.Observe(0, mustGo: false, 0.2)).Good();

        (await robot.Actions())[0].Values[0].ShouldBe(0.2f);
        (await robot.Actions()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_timestep_is_answered_once_unless_its_observation_must_go()
    {
        using LeRobotRobot robot = await Begun();
        await Answered(robot, 4, mustGo: true);

        (await robot.Observe(4, mustGo: false, 0.9)).Good();
        (await robot.Actions()).ShouldBeEmpty();
        await Answered(robot, 4, mustGo: true);
        await Answered(robot, 5, mustGo: false);
    }

    [Fact]
    public async Task An_observation_that_came_to_nothing_lets_the_next_one_go()
    {
        using LeRobotRobot robot = await Begun();
        await Answered(robot, 0, mustGo: true);
        GrpcAnswer refused = await robot.Observe(0, mustGo: true, double.NaN);

        refused.Code.ShouldBe(GrpcStatusCode.InvalidArgument);
        refused.Status.Message.ShouldContain("observation #0: 'joint_0.pos' is NaN");
        await Answered(robot, 0, mustGo: false);
    }

    [Fact]
    public async Task Ready_lets_a_robot_begin_anew_and_leaves_the_others_alone()
    {
        using LeRobotRobot first = await Begun();
        using LeRobotRobot second = await Begun();
        await Answered(first, 9, mustGo: true);
        (await second.Observe(3, mustGo: true, 0.7)).Good();
        (await first.Ready()).Good();

        await Answered(first, 9, mustGo: false);
        (await second.Actions())[0].Timestep.ShouldBe(3);
    }

    [Fact]
    public async Task A_silent_reconnect_goes_on_where_the_robot_left_off()
    {
        using (LeRobotRobot robot = await Begun())
            await Answered(robot, 5, mustGo: true);

        using var again = new LeRobotRobot(Server);
        await Until(async () => (await again.Observe(6, mustGo: false, 0.4)).Code is GrpcStatusCode.Ok);
        (await again.Actions())[0].Timestep.ShouldBe(6);
    }

    [Fact]
    public async Task One_that_only_said_ready_does_not_keep_another_from_going_on()
    {
        using var idle = new LeRobotRobot(Server);
        (await idle.Ready()).Good();
        using (LeRobotRobot robot = await Begun())
            await Answered(robot, 5, mustGo: true);

        using var again = new LeRobotRobot(Server);
        await Until(async () => (await again.Observe(6, mustGo: false, 0.4)).Code is GrpcStatusCode.Ok);
    }

    [Fact]
    public async Task Where_two_robots_were_lost_neither_is_guessed()
    {
        using LeRobotRobot kept = await Begun();
        using (LeRobotRobot robot = await Begun())
            await Answered(robot, 5, mustGo: true);

        using var again = new LeRobotRobot(Server);
        GrpcAnswer answer = await again.Observe(6, mustGo: true, 0.4);

        answer.Code.ShouldBe(GrpcStatusCode.FailedPrecondition);
        answer.Status.Message.ShouldContain("2 robots were served at 127.0.0.1");
        await Answered(kept, 1, mustGo: true);
    }

    [Fact]
    public async Task Robots_that_name_themselves_may_share_connections()
    {
        using var first = new LeRobotRobot(Server, key: "left");
        await first.Begin("act-tiny");
        using var second = new LeRobotRobot(Server, key: "right");
        GrpcAnswer unknown = await second.GetActions();

        unknown.Code.ShouldBe(GrpcStatusCode.FailedPrecondition);
        unknown.Status.Message.ShouldContain("no robot named 'right'");
        await second.Begin("act-tiny");
        using var firstAgain = new LeRobotRobot(Server, key: "left");
        (await firstAgain.GetActions()).Good().ShouldBeEmpty();
    }

    [Fact]
    public async Task Before_its_instructions_a_robot_is_told_what_is_missing()
    {
        using var robot = new LeRobotRobot(Server);
        (await robot.Ready()).Good();

        foreach (GrpcAnswer answer in new[] { await robot.GetActions(), await robot.Observe(0, mustGo: true, 0) })
        {
            answer.Code.ShouldBe(GrpcStatusCode.FailedPrecondition, answer.Status.Message);
            answer.Status.Message.ShouldContain("SendPolicyInstructions");
        }
    }

    [Fact]
    public async Task The_answer_is_in_the_module_of_the_client()
    {
        using var robot = new LeRobotRobot(Server) { Module = LeRobotModule.ScriptsServer };
        await robot.Begin("act-tiny");
        (await robot.Observe(0, mustGo: true, 0)).Good();

        byte[] message = (await robot.GetActions()).Good();

        message.AsSpan().IndexOf("lerobot.scripts.server.helpers"u8).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_other_service_name_is_served_as_well_and_no_other()
    {
        using var client = new GrpcClient(Server);

        (await client.Unary("/async_inference.AsyncInference/Ready", [])).Good().ShouldBeEmpty();
        GrpcAnswer other = await client.Unary("/transport.AsyncInference/Nothing", []);
        other.Code.ShouldBe(GrpcStatusCode.Unimplemented);
        other.Status.Message.ShouldContain("transport.AsyncInference");
    }

    private static async Task Answered(LeRobotRobot robot, long timestep, bool mustGo)
    {
        (await robot.Observe(timestep, mustGo, 0.3)).Good();
        (await robot.Actions())[0].Timestep.ShouldBe(timestep);
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        long begun = Environment.TickCount64;
        while (!await holds())
            (Environment.TickCount64 - begun).ShouldBeLessThan(30_000);
    }

    private async Task<LeRobotRobot> Begun()
    {
        var robot = new LeRobotRobot(Server);
        await robot.Begin("act-tiny");
        return robot;
    }
}
