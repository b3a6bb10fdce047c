using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using PolicyGate.Formats.Grpc;
using PolicyGate.Gateway.Wires.Grpc;

namespace PolicyGate.Tests.Gateway.Wires.Grpc;

/// <summary>A service that does what its callers ask of it, and tells what it saw.</summary>
internal sealed class ProbeService : IGrpcService
{
    private const int MessageLimit = 64 << 20;

    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private int _connected;
    private int _disconnected;

    /// <summary>Whether connections are taken.</summary>
    public bool Accepts { get; set; } = true;

    /// <summary>Bytes of one message that it takes.</summary>
    public long Limit { get; set; } = MessageLimit;

    public ConcurrentQueue<GrpcConnection> Connections { get; } = [];

    public int Connected => Volatile.Read(ref _connected);

    public int Disconnected => Volatile.Read(ref _disconnected);

    /// <summary>A permit for each call of <c>/probe/Wait</c> that was told that nobody waits any more.</summary>
    public SemaphoreSlim SeenCancelled { get; } = new(0);

    /// <summary>A permit for each call of <c>/probe/Wait</c> that has begun to wait.</summary>
    public SemaphoreSlim Waiting { get; } = new(0);

    /// <summary>A permit for each connection that ended.</summary>
    public SemaphoreSlim Ended { get; } = new(0);

    /// <summary>Ends those that wait by OK.</summary>
    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int CallsOf(string path) => _calls.GetValueOrDefault(path);

    object? IGrpcService.Connected(GrpcConnection connection)
    {
        Connections.Enqueue(connection);
        if (!Accepts)
            return null;
        Interlocked.Increment(ref _connected);
        return connection;
    }

    void IGrpcService.Disconnected(object peer)
    {
        peer.ShouldBeOfType<GrpcConnection>();
        Interlocked.Increment(ref _disconnected);
        Ended.Release();
    }

    public async ValueTask<GrpcStatus> InvokeAsync(GrpcCall call)
    {
        _calls.AddOrUpdate(call.Path, 1, static (_, count) => count + 1);
        return call.Path switch
        {
            "/probe/Count" => await Count(call),
            "/probe/Echo" => await Echo(call),
            "/probe/Fail" => await Fail(call),
            "/probe/Header" => await Answer(call, Encoding.UTF8.GetBytes(call.Header("x-probe") ?? "(none)")),
            "/probe/Large" => await Large(call),
            "/probe/Peer" => await Answer(call, Encoding.UTF8.GetBytes(((GrpcConnection)call.Peer).Remote.ToString())),
            "/probe/Throw" => throw new InvalidOperationException("the bug of this test"),
            "/probe/Unread" => new GrpcStatus(GrpcStatusCode.FailedPrecondition, "not read at all"),
            "/probe/Wait" => await Wait(call),
            _ => new GrpcStatus(GrpcStatusCode.Unimplemented, $"there is no {call.Path}"),
        };
    }

    private static async ValueTask<GrpcStatus> Answer(GrpcCall call, byte[] message)
    {
        await call.SendAsync(message);
        return GrpcStatus.Ok;
    }

    /// <summary>Reads all messages; answers how many there were, and the sum of all bytes.</summary>
    private async ValueTask<GrpcStatus> Count(GrpcCall call)
    {
        var buffer = new byte[1 << 20];
        uint sum = 0;
        for (int messages = 0; ; messages++)
        {
            (int length, GrpcStatus? failure) = await call.NextAsync(Limit);
            if (failure is not null)
                return failure;
            if (length < 0)
                return await Answer(call, Encoding.UTF8.GetBytes($"{messages} {sum}"));
            for (int left = length; left > 0;)
            {
                Memory<byte> part = buffer.AsMemory(0, Math.Min(left, buffer.Length));
                if (await call.ReadAsync(part) is { } end)
                    return end;
                foreach (byte value in part.Span)
                    sum += value;
                left -= part.Length;
            }
        }
    }

    private async ValueTask<GrpcStatus> Echo(GrpcCall call)
    {
        (int length, GrpcStatus? failure) = await call.NextAsync(Limit);
        if (failure is not null)
            return failure;
        var message = new byte[Math.Max(length, 0)];
        return await call.ReadAsync(message) ?? await Answer(call, message);
    }

    /// <summary>
    /// The message is the code and then the text to end with; <c>x-answer</c> asks for an answer before.
    /// </summary>
    private async ValueTask<GrpcStatus> Fail(GrpcCall call)
    {
        (int length, GrpcStatus? failure) = await call.NextAsync(Limit);
        var message = new byte[length];
        failure ??= await call.ReadAsync(message);
        if (call.Header("x-answer") is not null)
            await call.SendAsync(message);
        return failure ?? new GrpcStatus((GrpcStatusCode)message[0], Encoding.UTF8.GetString(message.AsSpan(1)));
    }

    /// <summary>The message is four bytes of how many to answer.</summary>
    private async ValueTask<GrpcStatus> Large(GrpcCall call)
    {
        (int _, GrpcStatus? failure) = await call.NextAsync(Limit);
        var message = new byte[sizeof(int)];
        return failure ?? await call.ReadAsync(message)
            ?? await Answer(call, new byte[BinaryPrimitives.ReadInt32LittleEndian(message)]);
    }

    private async ValueTask<GrpcStatus> Wait(GrpcCall call)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = call.Cancelled.Register(cancelled.SetResult);
        Waiting.Release();
        if (await Task.WhenAny(cancelled.Task, Release.Task) == Release.Task)
            return await Answer(call, []);
        SeenCancelled.Release();
        return new GrpcStatus(GrpcStatusCode.Cancelled, "nobody waits");
    }
}
