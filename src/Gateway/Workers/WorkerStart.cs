using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Workers;

/// <summary>The steps of a worker's start, each of which may take long and may fail.</summary>
internal static class WorkerStart
{
    /// <summary>Makes an inference and runs it once, on zeros: engines compile and allocate then.</summary>
    public static GatewayError? Prepare(Worker worker, WorkerInference inference, WorkerTerms terms, long episode)
    {
        if (worker.Create(inference.Number, inference.Shape) is { } error)
            return error;
        IEpisode[] episodes = worker.Loaded!.Stateful ? [new WorkerEpisode(episode, worker.Forget)] : [];
        try
        {
            return WarmUp(worker, inference.Number, episodes, terms);
        }
        finally
        {
            foreach (IEpisode used in episodes)
                used.Dispose();
        }
    }

    private static GatewayError? WarmUp(Worker worker, int inference, IEpisode[] episodes, WorkerTerms terms)
    {
        TimeSpan limit = terms.Limits.WarmUpTime;
        long deadline = terms.Time.GetTimestamp() + (long)(limit.TotalSeconds * terms.Time.TimestampFrequency);
        if (!worker.TryEnter(out WorkerLane lane))
            return Died(worker);
        try
        {
            lane.Begin(inference, new RunArguments(Rows: 1, Seed: 0, deadline, episodes, CancellationToken.None));
            LaneEnd end = lane.Wait(deadline, mayBeAbandoned: false);
            if (end is LaneEnd.Died)
                return Died(worker);
            if (end is LaneEnd.Late || lane.Result() is not { } result || result.Status is LaneStatus.Threw)
            {
                return new GatewayError(ErrorCode.Unavailable, end is LaneEnd.Late
                    ? $"its first run did not end within {limit.TotalSeconds:0} s (Limits:WarmUpTime)"
                    : $"its first run went wrong: {lane.Result()?.Message}");
            }
            // An engine that answers is warm, whatever it makes of zeros.
            if (result.Status is not RunStatus.Ok)
                Log.WarmedUpWithout(terms.Logger, terms.Policy, worker.Id, result.Status, result.Message);
            return null;
        }
        finally
        {
            worker.Leave(lane);
        }
    }

    private static GatewayError Died(Worker worker) =>
        new(ErrorCode.Unavailable, $"worker process {worker.Id} {worker.End} in its first run");
}
