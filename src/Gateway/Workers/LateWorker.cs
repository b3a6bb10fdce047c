namespace PolicyGate.Gateway.Workers;

/// <summary>A worker whose run nobody waits for any more.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="Lane">Where the run is still under way.</param>
/// <param name="Until">When it is killed if it has not answered, by the gateway's clock.</param>
internal sealed record LateWorker(Worker Worker, WorkerLane Lane, long Until);
