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

    private readonly GrpcChannel _channel;

    /// <param name="address">As <c>127.0.0.1:8080</c>; connected to by the first call.</param>
    public LeRobotConnection(string address) => _channel = new GrpcChannel(address, Service);

    /// <summary>Begins an episode.</summary>
    /// <exception cref="IOException">The server is not there, or refuses.</exception>
    public Task ReadyAsync() => Call("Ready", GrpcChannel.Content());

    /// <summary>Says which policy is wanted.</summary>
    /// <param name="config">A pickled <c>RemotePolicyConfig</c>.</param>
    /// <exception cref="IOException">The server is not there, or refuses.</exception>
    public Task InstructAsync(ReadOnlyMemory<byte> config) =>
        Call("SendPolicyInstructions", GrpcChannel.Content(config.Span));

    /// <summary>Shows an observation.</summary>
    /// <param name="observation">A pickled <c>TimedObservation</c>.</param>
    /// <exception cref="IOException">The server is not there, or refuses.</exception>
    public Task ObserveAsync(ReadOnlyMemory<byte> observation) =>
        Call("SendObservations", new ObservationUpload(observation));

    /// <summary>Waits for what the server makes of the newest observation.</summary>
    /// <returns>A pickled list of <c>TimedAction</c>; empty where it has none.</returns>
    /// <exception cref="IOException">The server is not there, refuses, or answers what is no answer.</exception>
    public async Task<ReadOnlyMemory<byte>> GetActionsAsync()
    {
        const string Method = "GetActions";
        try
        {
            using HttpContent request = GrpcChannel.Content();
            using HttpResponseMessage response = await _channel.Begin(Method, request);
            await response.Content.LoadIntoBufferAsync(AnswerBytes);
            byte[] body = await response.Content.ReadAsByteArrayAsync();
            GrpcChannel.ThrowIfFailed(response, Method);
            return DataOf(body);
        }
        catch (HttpRequestException failure)
        {
            throw new IOException($"{Method}: {failure.Message}", failure);
        }
    }

    public void Dispose() => _channel.Dispose();

    private async Task Call(string method, HttpContent request)
    {
        try
        {
            using (request)
                await _channel.Call(method, request);
        }
        catch (HttpRequestException failure)
        {
            throw new IOException($"{method}: {failure.Message}", failure);
        }
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
