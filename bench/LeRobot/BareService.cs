using System.Buffers;
using PolicyGate.Formats.Grpc;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Wires.Grpc;

namespace PolicyGate.Bench.LeRobot;

/// <summary>Takes observations and does nothing with them; answers with actions made beforehand.</summary>
internal sealed class BareService : IGrpcService
{
    private const int Joints = 16;
    private const int MostBytes = 8 << 20;

    private readonly byte[] _observation = new byte[MostBytes];
    private readonly byte[] _answer;

    public BareService(int rows)
    {
        var pickle = new ArrayBufferWriter<byte>();
        var actions = new float[rows * Joints];
        TimedActionsWriter.Write(
            pickle, LeRobotModule.AsyncInference, timestamp: 0, timestep: 0, interval: 1.0 / 30, actions, Joints);
        var answer = new byte[pickle.WrittenCount + ProtobufWriter.MaximumHead];
        var message = new ProtobufWriter(answer);
        message.Bytes(1, pickle.WrittenSpan);
        _answer = answer[..message.Position];
    }

    public object? Connected(GrpcConnection connection) => this;

    public void Disconnected(object peer)
    {
    }

    public async ValueTask<GrpcStatus> InvokeAsync(GrpcCall call)
    {
        while (true)
        {
            (int length, GrpcStatus? failure) = await call.NextAsync(MostBytes);
            if (failure is not null)
                return failure;
            if (length < 0)
                break;
            if (await call.ReadAsync(_observation.AsMemory(0, length)) is { } cut)
                return cut;
        }
        await call.SendAsync(call.Path.EndsWith("GetActions", StringComparison.Ordinal) ? _answer : default);
        return GrpcStatus.Ok;
    }
}
