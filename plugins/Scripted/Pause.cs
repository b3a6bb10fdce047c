using PolicyGate.Abstractions;

namespace PolicyGate.Scripted;

/// <summary>A wait on the host's clock that ends early when it is cancelled or the deadline passes.</summary>
internal sealed class Pause : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ManualResetEventSlim _over = new(initialState: false, spinCount: 0);
    private readonly ITimer _timer;

    public Pause(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(
            static state => ((ManualResetEventSlim)state!).Set(), _over, Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits; <see cref="RunStatus.Ok"/> when the whole time has passed.</summary>
    /// <param name="length">How long.</param>
    /// <param name="deadline">As <see cref="RunArguments.Deadline"/>.</param>
    /// <param name="cancel">Ends it at once.</param>
    public RunStatus Wait(TimeSpan length, long deadline, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
            return RunStatus.Cancelled;
        long now = _time.GetTimestamp();
        if (now >= deadline)
            return RunStatus.DeadlineExceeded;
        if (length <= TimeSpan.Zero)
            return RunStatus.Ok;

        TimeSpan left = deadline == long.MaxValue ? TimeSpan.MaxValue : _time.GetElapsedTime(now, deadline);
        bool late = left < length;
        TimeSpan wait = late ? left : length;
        try
        {
            // More than once where the timer of a wait that was cancelled fires into this one.
            for (TimeSpan rest = wait; rest > TimeSpan.Zero; rest = wait - _time.GetElapsedTime(now))
            {
                _over.Reset();
                _timer.Change(rest, Timeout.InfiniteTimeSpan);
                _over.Wait(cancel);
            }
            return late ? RunStatus.DeadlineExceeded : RunStatus.Ok;
        }
        catch (OperationCanceledException)
        {
            return RunStatus.Cancelled;
        }
        finally
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _over.Dispose();
    }
}
