using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Formats.Grpc;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Formats.Pickle;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Wires.Grpc;

namespace PolicyGate.Tests.Fixtures;

/// <summary>
/// A LeRobot policy server whose every answer the test decides; its queue of one and its filter are the stock server's.
/// </summary>
internal sealed class TestLeRobotServer : IGrpcService, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _calls = new();
    private readonly ConcurrentQueue<SeenObservation> _observations = new();
    private readonly ConcurrentDictionary<long, bool> _answered = new();
    private volatile Channel<SeenObservation> _waiting = NewQueue();
    private volatile TaskCompletionSource? _silence;
    private GrpcServer _server = null!;

    private TestLeRobotServer()
    {
    }

    public IPEndPoint EndPoint => _server.EndPoints[0];

    public string Address => EndPoint.ToString();

    /// <summary>The methods in the order in which they were called.</summary>
    public IReadOnlyCollection<string> Calls => _calls;

    public IReadOnlyCollection<SeenObservation> Observations => _observations;

    /// <summary>What <c>SendPolicyInstructions</c> held last.</summary>
    public byte[] Instructions { get; private set; } = [];

    /// <summary>Makes an answer's pickle; null for no data. Ten rows of zeros at first.</summary>
    public Func<SeenObservation, byte[]?> Answer { get; set; } = seen => Zeros(seen, 2, 10);

    /// <summary>Fails a call by its method's name; null lets it through.</summary>
    public Func<string, GrpcStatus?> Failure { get; set; } = _ => null;

    /// <summary>How long it waits for an observation.</summary>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <param name="port">0 for any that is free.</param>
    public static async Task<TestLeRobotServer> Start(int port = 0)
    {
        var server = new TestLeRobotServer();
        server._server = await GrpcServer.StartAsync(
            [new IPEndPoint(IPAddress.Loopback, port)], server, new LimitsOptions { DrainTime = TimeSpan.Zero },
            NullLoggerFactory.Instance);
        return server;
    }

    /// <summary>Rows that move nothing.</summary>
    public static byte[] Zeros(SeenObservation seen, int width, int rows) =>
        Chunks.Of(seen.Timestep, seen.Timestamp, rows, new float[width]).Pickle();

    /// <summary>From now on no call is answered, until <see cref="Speak"/>.</summary>
    public void FallSilent() =>
        _silence = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Speak()
    {
        TaskCompletionSource? silence = _silence;
        _silence = null;
        silence?.SetResult();
    }

    public int Count(string method) => _calls.Count(call => call == method);

    public object? Connected(GrpcConnection connection) => connection;

    public void Disconnected(object peer)
    {
    }

    public async ValueTask<GrpcStatus> InvokeAsync(GrpcCall call)
    {
        string method = call.Path[(call.Path.LastIndexOf('/') + 1)..];
        _calls.Enqueue(method);
        byte[] data = await Data(call, method == "SendObservations" ? 2 : 1);
        if (_silence is { } silence)
            await silence.Task.WaitAsync(call.Cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Failure(method) is { } failure)
            return failure;
        byte[]? answer = null;
        switch (method)
        {
            case "Ready":
                _waiting = NewQueue();
                _answered.Clear();
                break;
            case "SendPolicyInstructions":
                Instructions = data;
                break;
            case "SendObservations":
                Take(data);
                break;
            default:
                answer = await Actions(call);
                break;
        }
        await call.SendAsync(answer is null ? default : DataMessage.Write(answer));
        return GrpcStatus.Ok;
    }

    public async ValueTask DisposeAsync()
    {
        Speak();
        await _server.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    private static Channel<SeenObservation> NewQueue() => Channel.CreateBounded<SeenObservation>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    private void Take(byte[] pickle)
    {
        var reader = new TimedObservationReader(new PickleLimits(64 << 20, 1 << 20, 64, 1 << 20));
        reader.Read(pickle).ShouldBeNull();
        var seen = new SeenObservation(reader.Timestep, reader.Timestamp, reader.MustGo, pickle);
        _observations.Enqueue(seen);
        // The robots of these tests stand still: whatever was answered already resembles the last that was.
        if (seen.MustGo || _answered.IsEmpty)
            _waiting.Writer.TryWrite(seen);
    }

    private async Task<byte[]?> Actions(GrpcCall call)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(call.Cancelled);
        patience.CancelAfter(QueueTimeout);
        try
        {
            SeenObservation seen = await _waiting.Reader.ReadAsync(patience.Token);
            _answered[seen.Timestep] = true;
            return Answer(seen);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<byte[]> Data(GrpcCall call, int field)
    {
        var data = new List<byte>();
        while (true)
        {
            (int length, GrpcStatus? failure) = await call.NextAsync(int.MaxValue);
            failure.ShouldBeNull();
            if (length < 0)
                return [.. data];
            byte[] message = new byte[length];
            (await call.ReadAsync(message)).ShouldBeNull();
            data.AddRange(Field(message, field));
        }
    }

    private static byte[] Field(byte[] message, int field)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next() is ProtobufStep.Field)
        {
            if (reader.Field == field && reader.Type is ProtobufType.Bytes)
                return message.AsSpan(reader.Start, reader.Length).ToArray();
        }
        return [];
    }
}
