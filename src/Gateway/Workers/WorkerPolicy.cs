using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Workers;

/// <summary>Stands in for a policy that is loaded in processes of its own.</summary>
internal class WorkerPolicy(WorkerSupervisor supervisor) : IPolicy
{
    public PolicySignature Signature => supervisor.Model.Signature;

    /// <summary>Never immediate: a run crosses to another process.</summary>
    public PolicyTraits Traits { get; } = supervisor.Model.Traits with { Immediate = false };

    public PolicyIdentity Identity { get; } = supervisor.Model.Identity with
    {
        Properties = new Dictionary<string, string>(supervisor.Model.Identity.Properties) { ["isolation"] = "process" },
    };

    public WorkerSupervisor Supervisor => supervisor;

    public IInference CreateInference(InferenceShape shape) => supervisor.Add(shape);

    public void Dispose()
    {
        supervisor.Dispose();
        GC.SuppressFinalize(this);
    }
}
