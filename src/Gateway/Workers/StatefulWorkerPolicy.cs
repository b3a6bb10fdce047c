using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Workers;

/// <summary>The same, for a policy that remembers something of each robot.</summary>
internal sealed class StatefulWorkerPolicy(WorkerSupervisor supervisor) : WorkerPolicy(supervisor), IStatefulPolicy
{
    public IEpisode CreateEpisode() => Supervisor.CreateEpisode();
}
