using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Workers;

/// <content>What is said over the control pipe, and how its end is heard.</content>
internal sealed partial class Worker
{
    private readonly Lock _oneQuestion = new();
    private volatile TaskCompletionSource<FromWorker.Answer>? _asked;

    private void Tell(ToWorker message) => _process.Control.TryWrite(message);

    /// <returns>Null where no answer came in time.</returns>
    private FromWorker.Answer? Ask(ToWorker question, TimeSpan limit, CancellationToken cancel)
    {
        lock (_oneQuestion)
        {
            var answer = new TaskCompletionSource<FromWorker.Answer>(
                TaskCreationOptions.RunContinuationsAsynchronously);
            _asked = answer;
            if (_end is not null || !_process.Control.TryWrite(question))
                answer.TrySetResult(Dead());
            try
            {
                return answer.Task.Wait((int)limit.TotalMilliseconds, cancel) ? answer.Task.Result : null;
            }
            catch (OperationCanceledException)
            {
                return new FromWorker.Failed(ErrorCode.Cancelled, "loading was cancelled");
            }
            finally
            {
                _asked = null;
            }
        }
    }

    private static GatewayError Error(FromWorker.Answer? answer, string failed, TimeSpan limit, string key) =>
        answer switch
        {
            FromWorker.Failed failure => new GatewayError(failure.Code, failure.Message),
            null => new GatewayError(ErrorCode.Unavailable,
                $"its worker process {failed} within {limit.TotalSeconds:0.###} s (Limits:{key})"),
            _ => new GatewayError(ErrorCode.Internal, $"its worker process {failed} and answered nonsense"),
        };

    private FromWorker.Failed Dead() => new(
        ErrorCode.Unavailable, $"its worker process {Id} {_end ?? "has closed its control pipe"}");

    private void Listen()
    {
        try
        {
            while (_process.Control.Read() is { } message)
                Hear(message);
        }
        catch (InvalidDataException nonsense)
        {
            Kill($"answered nonsense on its control pipe, and was killed: {nonsense.Message}");
        }
        string end = _process.DescribeEnd();
        // Where it has only closed the pipe: nobody can speak with it any more.
        _process.Kill();
        _end = _condemned ?? end;
        _lost(this);
        foreach (WorkerLane lane in _lanes)
            lane.Die();
        _asked?.TrySetResult(Dead());
        _laneRegion.Dispose();
        foreach (int inference in _bindings.Keys)
            Drop(inference);
        _process.WaitForEnd(_terms.Limits.DrainTime);
        _process.Dispose();
    }

    private void Hear(FromWorker message)
    {
        switch (message)
        {
            case FromWorker.Answer answer:
                _asked?.TrySetResult(answer);
                break;
            case FromWorker.Pong:
                _pingIsOut = false;
                break;
            case FromWorker.Logged line:
                _logs.Write(line);
                break;
        }
    }
}
