using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;
using PolicyGate.Formats;
using PolicyGate.Formats.Grpc;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>A call on one of Kestrel's HTTP/2 streams; reused for the stream's next one.</summary>
internal sealed class KestrelGrpcCall(LimitsOptions limits, TimeProvider time) : GrpcCall, IDisposable
{
    private static readonly GrpcStatus Truncated = new(
        GrpcStatusCode.Internal, "the request ends in the midst of a message");

    // What a timer can hold; whoever gives a month gives none.
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromDays(30);

    private readonly GrpcRequestBody _body = new(limits.RequestTime, time);
    private readonly byte[] _prefix = new byte[GrpcPrefix.Size];
    private IFeatureCollection _features = null!;
    private IHttpRequestFeature _request = null!;
    private object _peer = null!;
    private CancellationTokenSource? _deadline;
    private CancellationTokenSource? _cancelled;
    private long _unread;
    private bool _hasAnswered;

    public override string Path => _request.RawTarget;

    public override object Peer => _peer;

    public override CancellationToken Cancelled => _cancelled?.Token ?? Aborted;

    /// <summary>Why the call must end before it began.</summary>
    public GrpcStatus? Refusal { get; private set; }

    private CancellationToken Aborted => _features.Get<IHttpRequestLifetimeFeature>()!.RequestAborted;

    public override string? Header(string name) =>
        _request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    public void Attach(IFeatureCollection features)
    {
        GrpcPeer peer = features.Get<GrpcPeer>()!;
        peer.Called();
        (_peer, _features, _unread, _hasAnswered, Refusal) = (peer.Peer, features, 0, false, null);
        _request = features.Get<IHttpRequestFeature>()!;
    }

    /// <summary>Begins the answer and the call's clock.</summary>
    /// <returns>False where it is no call of gRPC's, and answered.</returns>
    public bool Begin()
    {
        if (!GrpcHeaders.Accept(_request, _features.Get<IHttpResponseFeature>()!))
            return false;
        if (Header(GrpcHeaders.Timeout) is { } text)
        {
            if (GrpcTimeout.Parse(text) is not { } timeout)
                Refusal = new GrpcStatus(GrpcStatusCode.Internal, $"malformed {GrpcHeaders.Timeout} '{text}'");
            else if (timeout < LongestDeadline)
                StartDeadline(timeout);
        }
        _body.Begin(_features.Get<IRequestBodyPipeFeature>()!.Reader, _deadline?.Token ?? CancellationToken.None);
        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<(int Length, GrpcStatus? Failure)> NextAsync(long limit)
    {
        if (await _body.TakeAsync(default, _unread) < _unread)
            return (-1, _body.Failure ?? Truncated);
        _unread = 0;
        long taken = await _body.TakeAsync(_prefix, _prefix.Length);
        if (taken < _prefix.Length)
            return (-1, _body.Failure ?? (taken > 0 ? Truncated : null));
        GrpcPrefix prefix = GrpcPrefix.Read(_prefix);
        if (WhyRefused(prefix, limit) is { } refusal)
            return (-1, refusal);
        _unread = prefix.Length;
        return ((int)prefix.Length, null);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<GrpcStatus?> ReadAsync(Memory<byte> into)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(into.Length, _unread);
        long taken = await _body.TakeAsync(into, into.Length);
        _unread -= taken;
        return taken == into.Length ? null : _body.Failure ?? Truncated;
    }

    public override ValueTask SendAsync(ReadOnlyMemory<byte> message)
    {
        if (_hasAnswered)
            throw new InvalidOperationException("a call has one answer");
        _hasAnswered = true;
        // Copied into Kestrel's pages and flushed together with the trailers: one write, and no wait for a slow client.
        PipeWriter writer = _features.Get<IHttpResponseBodyFeature>()!.Writer;
        new GrpcPrefix(0, (uint)message.Length).Write(writer.GetSpan(GrpcPrefix.Size));
        writer.Advance(GrpcPrefix.Size);
        writer.Write(message.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the call, whatever the service says where its deadline has passed.</summary>
    public async Task EndAsync(GrpcStatus status)
    {
        await _body.DrainAsync();
        if (_deadline is { IsCancellationRequested: true })
            status = GrpcRequestBody.DeadlineExceeded;
        // Trailers that come alone may be retried in silence, those that follow an answer's headers never are:
        // https://github.com/grpc/proposal/blob/master/A6-client-retries.md#when-retries-are-valid
        if (!_hasAnswered)
            await _features.Get<IHttpResponseBodyFeature>()!.StartAsync();
        GrpcHeaders.WriteStatus(status, _features.Get<IHttpResponseTrailersFeature>()!.Trailers);
    }

    /// <summary>Frees what the call held; the next one may be attached.</summary>
    public void Dispose()
    {
        _body.End();
        _cancelled?.Dispose();
        _deadline?.Dispose();
        (_cancelled, _deadline) = (null, null);
    }

    private GrpcStatus? WhyRefused(GrpcPrefix prefix, long limit)
    {
        string encoding = Header(GrpcHeaders.Encoding) ?? GrpcHeaders.Identity;
        return prefix.Flag switch
        {
            1 when encoding != GrpcHeaders.Identity => new GrpcStatus(
                GrpcStatusCode.Unimplemented,
                $"a message compressed with {Printable.Text(encoding)}; this server takes none compressed:"
                + " switch the channel's compression off"),
            1 => new GrpcStatus(
                GrpcStatusCode.Internal, $"a compressed message, while {GrpcHeaders.Encoding} names no compression"),
            > 1 => new GrpcStatus(GrpcStatusCode.Internal, $"a message's prefix begins with {prefix.Flag}, not 0 or 1"),
            _ when prefix.Length > Math.Min(limit, int.MaxValue) => new GrpcStatus(
                GrpcStatusCode.ResourceExhausted, $"a message of {prefix.Length} bytes; at most {limit} are taken"),
            _ => null,
        };
    }

    private void StartDeadline(TimeSpan timeout)
    {
        _deadline = new CancellationTokenSource(timeout, time);
        _cancelled = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, Aborted);
    }
}
