using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using PolicyGate.Formats.Grpc;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>The bytes of one call's messages, taken from Kestrel's pipe right to where they are wanted.</summary>
/// <remarks>Reused for the calls of one HTTP/2 stream, one after the other.</remarks>
#pragma warning disable CA1001 // Kestrel tells nobody when it drops a stream; between calls no timer is held.
internal sealed class GrpcRequestBody(TimeSpan patience, TimeProvider time)
#pragma warning restore CA1001
{
    public static readonly GrpcStatus DeadlineExceeded = new(
        GrpcStatusCode.DeadlineExceeded, "the deadline that the client gave (grpc-timeout) has passed");

    private static readonly GrpcStatus Ended = new(GrpcStatusCode.Cancelled, "the client ended the call");

    // Whoever is served has ended its request by then; who goes on sending is cut.
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(1);

    private PipeReader? _pipe;
    private CancellationToken _deadline;
    private CancellationTokenSource? _late;
    private TimeSpan _patience;
    private bool _isTimed;

    /// <summary>Why nothing more can be read; null while all is well.</summary>
    public GrpcStatus? Failure { get; private set; }

    /// <param name="pipe">Kestrel's.</param>
    /// <param name="deadline">Set when the call's own deadline has passed.</param>
    public void Begin(PipeReader pipe, CancellationToken deadline) =>
        (_pipe, _deadline, _patience, Failure, _isTimed) = (pipe, deadline, patience, null, false);

    /// <summary>Passes over what is left, for a moment.</summary>
    /// <remarks>
    /// Kestrel resets a stream whose end it has not seen, keeps it for five seconds more, and counts it among the open
    /// ones: a client that ends its request a moment after its message would soon be told to calm down.
    /// </remarks>
    public async ValueTask DrainAsync()
    {
        _patience = LastPatience;
        if (_isTimed)
            _late!.CancelAfter(LastPatience);
        await TakeAsync(default, long.MaxValue);
    }

    public void End()
    {
        _pipe = null;
        if (!_isTimed || _late!.TryReset())
            return;
        _late.Dispose();
        _late = null;
    }

    /// <summary>Takes the next bytes; passes over them where there is nowhere to put them.</summary>
    /// <returns>How many: fewer than wanted where the request ends or <see cref="Failure"/> says why.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<long> TakeAsync(Memory<byte> into, long count)
    {
        long taken = 0;
        while (taken < count && Failure is null)
        {
            ReadResult read = await ReadAsync();
            if (Failure is not null)
                break;
            ReadOnlySequence<byte> bytes = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, count - taken));
            if (!into.IsEmpty)
                bytes.CopyTo(into.Span[(int)taken..]);
            taken += bytes.Length;
            PassOver(bytes.End);
            if (read.IsCompleted && taken < count && bytes.Length == read.Buffer.Length)
                break;
            if (read.IsCanceled)
                Failure ??= WhyLate();
        }
        return taken;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReadAsync()
    {
        try
        {
            ValueTask<ReadResult> reading = _pipe!.ReadAsync();
            if (!reading.IsCompleted && !_isTimed)
                StartTime();
            return await reading;
        }
        catch (Exception end) when (end is IOException or OperationCanceledException)
        {
            Failure = WhyLate() ?? Ended;
            return default;
        }
    }

    private void PassOver(SequencePosition until)
    {
        try
        {
            _pipe!.AdvanceTo(until);
        }
        catch (IOException)
        {
            // Kestrel's pipe throws here, too, where the client has reset the call since these bytes were read.
            Failure = Ended;
        }
    }

    /// <summary>Begins when it is first waited for bytes: what has come whole needs no clock.</summary>
    private void StartTime()
    {
        _isTimed = true;
        if (_late is null)
            _late = new CancellationTokenSource(_patience, time);
        else
            _late.CancelAfter(_patience);
        _late.Token.UnsafeRegister(static body => ((GrpcRequestBody)body!).Wake(), this);
        _deadline.UnsafeRegister(static body => ((GrpcRequestBody)body!).Wake(), this);
    }

    /// <summary>Whoever waits for bytes looks why; one woken in error waits on.</summary>
    private void Wake() => _pipe?.CancelPendingRead();

    private GrpcStatus? WhyLate()
    {
        if (_deadline.IsCancellationRequested)
            return DeadlineExceeded;
        if (_late is { IsCancellationRequested: true })
        {
            return new GrpcStatus(
                GrpcStatusCode.DeadlineExceeded,
                $"the request did not come whole within {patience:c}, which is Limits:RequestTime");
        }
        return null;
    }
}
