using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>What goes to a peer; calls <paramref name="stalled"/> when one reads too little for too long.</summary>
/// <remarks>
/// Kestrel has a least rate for that, but a peer that has read fast before may then stall for as long as all of it
/// would have taken at that rate: hours.
/// </remarks>
internal sealed class GuardedOutput(PipeWriter inner, TimeSpan patience, TimeProvider time, Action stalled)
    : PipeWriter, IDisposable
{
    private readonly ITimer _timer = time.CreateTimer(
        static action => ((Action)action!)(), stalled, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override void Advance(int bytes) => inner.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<FlushResult> flush = inner.FlushAsync(cancellationToken);
        return flush.IsCompleted ? flush : WaitAsync(flush);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>As long as more lies in the pipe than the peer takes; Kestrel flushes one at a time.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlushResult> WaitAsync(ValueTask<FlushResult> flush)
    {
        _timer.Change(patience, Timeout.InfiniteTimeSpan);
        try
        {
            return await flush;
        }
        finally
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
