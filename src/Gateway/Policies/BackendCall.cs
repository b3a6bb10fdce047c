using Microsoft.Extensions.Logging;
using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Policies;

/// <summary>A run of a policy's backend; what it throws costs the policy, never the gateway.</summary>
internal sealed class BackendCall(PolicyHealth health, ILogger logger)
{
    public RunResult Run(InferenceSlot slot)
    {
        try
        {
            RunResult result = slot.Inference.Run(slot.Arguments);
            if (result.Status is RunStatus.DeviceLost)
                health.Fault($"its engine is lost: {result.Message}");
            return result;
        }
#pragma warning disable CA1031 // A throw is a bug of the backend.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.BackendThrew(logger, health.Policy, bug);
            health.Fault($"its backend threw {bug.GetType().Name}: {bug.Message}");
            return new RunResult(RunStatus.Failed, $"the backend threw {bug.GetType().Name}: {bug.Message}");
        }
    }
}
