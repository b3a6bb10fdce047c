using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Workers;

/// <summary>The steps of a worker's start, each of which may take long and may fail.</summary>
internal static class WorkerStart
{
    // As many as show a policy that is loaded in the gateway's process what deadline it can keep.
    private const int Runs = DeadlineChoice.Runs;

    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Makes an inference and runs it some times, on zeros. Engines compile and allocate at the first run, and settle
    /// in the next few; what takes over from another worker has no time for that.
    /// </summary>
    public static GatewayError? Prepare(Worker worker, WorkerInference inference, WorkerTerms terms, long episode)
    {
        if (worker.Create(inference.Number, inference.Shape) is { } error)
            return error;
        IEpisode[] episodes = worker.Loaded!.Stateful ? [new WorkerEpisode(episode, worker.Forget)] : [];
        try
        {
            long begun = terms.Time.GetTimestamp();
            for (int run = 0; run < Runs && (run == 0 || terms.Time.GetElapsedTime(begun) < Enough); run++)
            {
                if (WarmUp(worker, inference.Number, episodes, terms, first: run == 0) is { } cold)
                    return cold;
            }
            return null;
        }
        finally
        {
            foreach (IEpisode used in episodes)
                used.Dispose();
        }
    }

    private static GatewayError? WarmUp(
        Worker worker, int inference, IEpisode[] episodes, WorkerTerms terms, bool first)
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
                    ? $"a first run did not end within {limit.TotalSeconds:0} s (Limits:WarmUpTime)"
                    : $"a first run went wrong: {lane.Result()?.Message}");
            }
            // An engine that answers is warm, whatever it makes of zeros.
            if (first && result.Status is not RunStatus.Ok)
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
