using System.Buffers;
using PolicyGate.Formats.Grpc;
using PolicyGate.Formats.LeRobot;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.Bench.LeRobot;

/// <summary>One robot on a connection of its own: as the stock client's two threads, it asks before it sends.</summary>
internal sealed class LeRobotRobot : IDisposable
{
    private const string Service = "transport.AsyncInference";
    private const long AnswerBytes = 1 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly GrpcChannel _channel;
    private readonly TimeProvider _time;
    private readonly TimedObservation _observation;
    private readonly ArrayBufferWriter<byte> _memory = new(4 << 20);
    private readonly byte[] _answer = new byte[AnswerBytes];
    private readonly LeRobotCase _case;

    public LeRobotRobot(string address, LeRobotCase @case, TimeProvider time)
    {
        _channel = new GrpcChannel(address, Service);
        (_case, _time) = (@case, time);
        _observation = @case.NewObservation();
    }

    /// <summary>Says hello and what policy it wants.</summary>
    /// <exception cref="IOException">The server refused.</exception>
    public async Task Start()
    {
        await Call("Ready", GrpcChannel.Content());
        var config = new ArrayBufferWriter<byte>();
        RemotePolicyConfigWriter.Write(config, _case.Config);
        await Call("SendPolicyInstructions", GrpcChannel.Content(config.WrittenSpan));
    }

    /// <summary>One observation and its actions, which must come.</summary>
    /// <exception cref="IOException">The server refused, or answered nothing.</exception>
    public async Task<LeRobotTick> Tick()
    {
        _observation.Timestep++;
        _observation.Timestamp = _time.GetUtcNow().ToUnixTimeMilliseconds() / 1e3;
        Task<HttpResponseMessage> asked = _channel.Begin(
            "GetActions", GrpcChannel.Content(), Patience, CancellationToken.None);
        using var content = new ObservationContent(_observation, _memory, _time);
        Task sent = Call("SendObservations", content);
        using HttpResponseMessage response = await asked;
        using Stream answer = await response.Content.ReadAsStreamAsync();
        int length = await answer.ReadAsync(_answer);
        long received = _time.GetTimestamp();
        for (int read = length; read > 0; length += read)
            read = await answer.ReadAsync(_answer.AsMemory(length));
        GrpcChannel.ThrowIfFailed(response, "GetActions");
        await sent;
        if (length <= GrpcPrefix.Size)
            throw new IOException("GetActions: answered without actions");
        return new LeRobotTick(
            _time.GetElapsedTime(content.Sent, received).TotalMilliseconds,
            _time.GetElapsedTime(content.Began, received).TotalMilliseconds, length);
    }

    private Task<byte[]> Call(string method, HttpContent request) =>
        _channel.Call(method, request, AnswerBytes, Patience, CancellationToken.None);

    public void Dispose() => _channel.Dispose();
}
