using PolicyGate.Formats.Grpc;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.LeRobot;

/// <summary>Good messages that end too soon, at each byte, on each layer.</summary>
public sealed class BadInputTruncatedTests(BesetLeRobot beset) : IClassFixture<BesetLeRobot>, IAsyncLifetime
{
    private const long Timestep = 5;
    private const string SendPolicyInstructions = "/transport.AsyncInference/SendPolicyInstructions";

    private LeRobotRobot _robot = null!;
    private byte[] _observation = null!;
    private byte[] _instructions = null!;

    public async Task InitializeAsync()
    {
        _robot = await beset.Robot();
        _observation = _robot.Observation(Timestep, mustGo: true, 0.25);
        _instructions = _robot.Instructions(BesetLeRobot.Policy);
    }

    /// <summary>The same robot goes on with the policy that it had, and nobody else has noticed.</summary>
    public async Task DisposeAsync()
    {
        await BesetLeRobot.ShouldAnswer(_robot, Timestep);
        _robot.Dispose();
        await beset.Good.ShouldBeUndisturbed();
    }

    [Fact]
    public Task An_observations_pickle() => EachIsRefused(
        _observation, pickle => _robot.Send(pickle), GrpcStatusCode.InvalidArgument);

    [Fact]
    public Task An_observations_message() => EachIsRefused(
        LeRobotRobot.Part(3, _observation),
        message => _robot.Client.Stream(BesetLeRobot.SendObservations, [message]), GrpcStatusCode.InvalidArgument);

    [Fact]
    public Task An_observations_frame() => EachIsRefused(
        GrpcUpload.Framed(LeRobotRobot.Part(3, _observation)),
        frame => _robot.Client.Call(BesetLeRobot.SendObservations, new GrpcUpload().Raw(frame).End()),
        GrpcStatusCode.InvalidArgument, GrpcStatusCode.Internal);

    [Fact]
    public Task The_instructions_pickle() => EachIsRefused(
        _instructions, pickle => _robot.Call("SendPolicyInstructions", LeRobotRobot.DataMessage(1, pickle)),
        GrpcStatusCode.InvalidArgument);

    [Fact]
    public Task The_instructions_message() => EachIsRefused(
        LeRobotRobot.DataMessage(1, _instructions), message => _robot.Call("SendPolicyInstructions", message),
        GrpcStatusCode.InvalidArgument);

    [Fact]
    public Task The_instructions_frame() => EachIsRefused(
        GrpcUpload.Framed(LeRobotRobot.DataMessage(1, _instructions)),
        frame => _robot.Client.Call(SendPolicyInstructions, new GrpcUpload().Raw(frame).End()),
        GrpcStatusCode.InvalidArgument, GrpcStatusCode.Internal);

    private static async Task EachIsRefused(
        byte[] whole, Func<byte[], Task<GrpcAnswer>> send, params GrpcStatusCode[] codes)
    {
        for (int length = 0; length < whole.Length; length++)
        {
            GrpcAnswer answer = await send(whole[..length]);
            codes.ShouldContain(answer.Code, $"after {length} bytes: {answer.Status.Message}");
            answer.Status.Message.ShouldNotBeEmpty();
        }
    }
}
