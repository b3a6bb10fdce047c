using PolicyGate.Formats.Grpc;
using PolicyGate.Formats.LeRobot;

namespace PolicyGate.RobotClient.LeRobot;

/// <summary>
/// A robot's connection to a LeRobot policy server: its four calls, with the pickles that its client would send.
/// </summary>
internal sealed class LeRobotConnection : IDisposable
{
    private const string Service = "transport.AsyncInference";

    // 4096 actions of 256 joints are under 6 MiB.
    private const long AnswerBytes = 64L << 20;

    // Of an answer that says nothing; whoever sends more than a few bytes is no server of LeRobot's.
    private const long EmptyBytes = 64 << 10;

    private static readonly TimeSpan UsualDeadline = TimeSpan.FromSeconds(100);

    private readonly GrpcChannel _channel;

    /// <param name="address">As <c>127.0.0.1:8080</c>; connected to by the first call.</param>
    public LeRobotConnection(string address) => _channel = new GrpcChannel(address, Service);

    /// <summary>Begins an episode.</summary>
    /// <param name="deadline">Null for 100 s.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <exception cref="IOException">The server is not there, or refuses.</exception>
    public Task ReadyAsync(TimeSpan? deadline = null, CancellationToken cancel = default) =>
        Call("Ready", GrpcChannel.Content(), deadline, cancel);

    /// <summary>Says which policy is wanted.</summary>
    /// <param name="config">A pickled <c>RemotePolicyConfig</c>.</param>
    /// <param name="deadline">Null for 100 s.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <exception cref="IOException">The server is not there, or refuses.</exception>
    public Task InstructAsync(
        ReadOnlyMemory<byte> config, TimeSpan? deadline = null, CancellationToken cancel = default) =>
        Call("SendPolicyInstructions", GrpcChannel.Content(config.Span), deadline, cancel);

    /// <summary>Shows an observation.</summary>
    /// <param name="observation">A pickled <c>TimedObservation</c>.</param>
    /// <param name="deadline">Null for 100 s.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <exception cref="IOException">The server is not there, or refuses.</exception>
    public Task ObserveAsync(
        ReadOnlyMemory<byte> observation, TimeSpan? deadline = null, CancellationToken cancel = default) =>
        Call("SendObservations", new ObservationUpload(observation), deadline, cancel);

    /// <summary>Waits for what the server makes of the newest observation.</summary>
    /// <param name="deadline">Null for 100 s.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <returns>A pickled list of <c>TimedAction</c>; empty where it has none.</returns>
    /// <exception cref="IOException">The server is not there, refuses, or answers what is no answer.</exception>
    public async Task<ReadOnlyMemory<byte>> GetActionsAsync(
        TimeSpan? deadline = null, CancellationToken cancel = default)
    {
        using HttpContent request = GrpcChannel.Content();
        return DataOf(await _channel.Call("GetActions", request, AnswerBytes, deadline ?? UsualDeadline, cancel));
    }

    public void Dispose() => _channel.Dispose();

    private async Task Call(string method, HttpContent request, TimeSpan? deadline, CancellationToken cancel)
    {
        using (request)
            await _channel.Call(method, request, EmptyBytes, deadline ?? UsualDeadline, cancel);
    }

    private static ReadOnlyMemory<byte> DataOf(byte[] body)
    {
        if (body.Length < GrpcPrefix.Size || GrpcPrefix.Read(body) is not { Flag: 0 } prefix
            || prefix.Length != body.Length - GrpcPrefix.Size)
        {
            throw new IOException($"GetActions: {body.Length} bytes that are not one message");
        }
        return DataMessage.Read(body.AsMemory(GrpcPrefix.Size), out ReadOnlyMemory<byte> data) is { } fault
            ? throw new IOException($"GetActions: {fault.Message}")
            : data;
    }
}
