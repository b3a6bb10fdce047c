using System.Diagnostics;
using PolicyGate.Formats.Grpc;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.LeRobot;

/// <summary>Calls at the wrong time, of the wrong name, with the wrong messages.</summary>
public sealed class BadInputCallsTests(BesetLeRobot beset) : IClassFixture<BesetLeRobot>, IAsyncLifetime
{
    private const long Timestep = 5;
    private const string Service = "/transport.AsyncInference/";
    private const int TooLong = (1 << 20) + 1;

    private LeRobotRobot _robot = null!;

    public async Task InitializeAsync() => _robot = await beset.Robot();

    /// <summary>The same robot goes on with the policy that it had, and nobody else has noticed.</summary>
    public async Task DisposeAsync()
    {
        await BesetLeRobot.ShouldAnswer(_robot, Timestep);
        _robot.Dispose();
        await beset.Good.ShouldBeUndisturbed();
    }

    [Theory]
    [InlineData("/transport.AsyncInference/StreamActions")]
    [InlineData("/transport.AsyncInference/ready")]
    [InlineData("/transport.AsyncInference/")]
    [InlineData("/transport.AsyncInference")]
    [InlineData("/transport.LearnerService/Ready")]
    [InlineData("/grpc.health.v1.Health/Check")]
    [InlineData("/")]
    [InlineData("/transport.AsyncInference/Ready/Ready")]
    [InlineData("/transport.AsyncInference/Ready?x=1")]
    [InlineData("/transport.AsyncInference//Ready")]
    [InlineData("/transport.AsyncInference/../transport.AsyncInference/Nothing")]
    public async Task A_method_that_there_is_not(string path) => BesetLeRobot.ShouldBeRefused(
        await _robot.Client.Unary(path, []), GrpcStatusCode.Unimplemented, "transport.AsyncInference");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Actions_before_instructions_are_refused_late_so_that_nobody_spins(bool ready)
    {
        using var robot = new LeRobotRobot(beset.Server);
        if (ready)
            (await robot.Ready()).Good();
        long begun = Stopwatch.GetTimestamp();

        GrpcAnswer answer = await robot.GetActions();

        BesetLeRobot.ShouldBeRefused(answer, GrpcStatusCode.FailedPrecondition, "SendPolicyInstructions");
        // A timer may be early by its own tick.
        Stopwatch.GetElapsedTime(begun).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    public async Task Observations_before_instructions_are_refused()
    {
        using var robot = new LeRobotRobot(beset.Server);

        BesetLeRobot.ShouldBeRefused(
            await robot.Observe(0, mustGo: true, 0), GrpcStatusCode.FailedPrecondition, "SendPolicyInstructions");
    }

    [Theory]
    [InlineData("Ready")]
    [InlineData("GetActions")]
    [InlineData("SendPolicyInstructions")]
    public async Task No_message_or_two_where_one_is_due(string method)
    {
        byte[] message = method is "SendPolicyInstructions"
            ? LeRobotRobot.DataMessage(1, _robot.Instructions(BesetLeRobot.Policy))
            : [];
        foreach (byte[][] messages in new byte[][][] { [], [message, message] })
        {
            GrpcAnswer answer = await _robot.Client.Stream(Service + method, messages);
            BesetLeRobot.ShouldBeRefused(answer, GrpcStatusCode.InvalidArgument, "the call has");
        }
    }

    [Theory]
    [InlineData("Ready")]
    [InlineData("GetActions")]
    [InlineData("SendPolicyInstructions")]
    public async Task A_message_over_the_limit(string method) => BesetLeRobot.ShouldBeRefused(
        await _robot.Call(method, new byte[TooLong]), GrpcStatusCode.ResourceExhausted, "bytes");

    [Theory]
    [InlineData("")]
    [InlineData("0A00")]
    [InlineData("1203010203")]
    [InlineData("0A")]
    [InlineData("FFFFFFFF")]
    [InlineData("0800")]
    public async Task Instructions_that_are_none(string message)
    {
        GrpcAnswer answer = await _robot.Call("SendPolicyInstructions", Convert.FromHexString(message));

        BesetLeRobot.ShouldBeRefused(answer, GrpcStatusCode.InvalidArgument, "");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public async Task Chunks_of_no_actions(int actions) => BesetLeRobot.ShouldBeRefused(
        await _robot.Instruct(BesetLeRobot.Policy, actions), GrpcStatusCode.InvalidArgument, "actions_per_chunk");

    [Theory]
    [InlineData("")]
    [InlineData("ACT-TINY")]
    [InlineData("/")]
    [InlineData("/proc/self/root")]
    [InlineData("\0")]
    [InlineData("a\nb\u001b[31m")]
    public async Task A_policy_that_nobody_knows(string name)
    {
        GrpcAnswer answer = await _robot.Instruct(name);

        string reason = name.StartsWith('/') ? "Wires:LeRobot:Roots" : BesetLeRobot.Policy;
        BesetLeRobot.ShouldBeRefused(answer, GrpcStatusCode.NotFound, reason);
        answer.Status.Message.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task A_robot_that_calls_nothing_for_a_while_keeps_its_connection()
    {
        // Kestrel looks at idle connections once a second.
        using var other = new LeRobotRobot(beset.Server);
        for (int i = 0; i < 3; i++)
            (await other.GetActions()).Code.ShouldBe(GrpcStatusCode.FailedPrecondition);

        await BesetLeRobot.ShouldAnswer(_robot, Timestep);
    }

    [Fact]
    public async Task Of_two_that_ask_for_actions_at_once_one_is_told_that_it_waits_no_longer()
    {
        GrpcAnswer[] answers = await Task.WhenAll(_robot.GetActions(), _robot.GetActions());

        answers.Select(answer => answer.Code).Order().ShouldBe([GrpcStatusCode.Ok, GrpcStatusCode.Cancelled]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        + "01234567890123456789012345678901")]
    public async Task A_session_of_no_name_or_a_very_long_one(string key)
    {
        GrpcAnswer answer = await _robot.Client.Unary(Service + "Ready", [], headers: ("x-policygate-session", key));

        BesetLeRobot.ShouldBeRefused(answer, GrpcStatusCode.InvalidArgument, "x-policygate-session");
    }
}
