using System.Threading.Channels;
using PolicyGate.Formats.Grpc;
using PolicyGate.Gateway.Wires.Grpc;

namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>A server that hears everything and says what it is told to, message by message.</summary>
internal sealed class RecordedServer : IGrpcService, IDisposable
{
    private const int MessageLimit = 4 << 20;

    private readonly Channel<byte[]> _answers = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<IReadOnlyList<byte[]>> _observations = Channel.CreateUnbounded<IReadOnlyList<byte[]>>();
    private readonly SemaphoreSlim _asked = new(0);

    /// <summary>The message of <c>SendPolicyInstructions</c>.</summary>
    public byte[]? Instructions { get; private set; }

    /// <summary>Waits for the next observation.</summary>
    /// <returns>Its messages.</returns>
    public ValueTask<IReadOnlyList<byte[]>> Observation(CancellationToken patience) =>
        _observations.Reader.ReadAsync(patience);

    /// <summary>Waits until the client asks for actions: then it has taken in what it got before.</summary>
    public Task Asked(CancellationToken patience) => _asked.WaitAsync(patience);

    /// <summary>The answer to what it asks for.</summary>
    public void Answer(byte[] message) => _answers.Writer.TryWrite(message).ShouldBeTrue();

    public object? Connected(GrpcConnection connection) => this;

    public void Disconnected(object peer)
    {
    }

    public void Dispose() => _asked.Dispose();

    public async ValueTask<GrpcStatus> InvokeAsync(GrpcCall call)
    {
        List<byte[]> messages = [];
        while (true)
        {
            (int length, GrpcStatus? failure) = await call.NextAsync(MessageLimit);
            if (failure is not null)
                return failure;
            if (length < 0)
                break;
            messages.Add(new byte[length]);
            if (await call.ReadAsync(messages[^1]) is { } cut)
                return cut;
        }
        await call.SendAsync(await AnswerTo(call, messages));
        return GrpcStatus.Ok;
    }

    private async Task<byte[]> AnswerTo(GrpcCall call, List<byte[]> messages)
    {
        switch (call.Path)
        {
            case "/transport.AsyncInference/SendPolicyInstructions":
                Instructions = messages.ShouldHaveSingleItem();
                return [];
            case "/transport.AsyncInference/SendObservations":
                await _observations.Writer.WriteAsync(messages);
                return [];
            case "/transport.AsyncInference/GetActions":
                _asked.Release();
                return await _answers.Reader.ReadAsync(call.Cancelled);
            default:
                call.Path.ShouldBe("/transport.AsyncInference/Ready");
                return [];
        }
    }
}
