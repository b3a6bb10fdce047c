using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Workers;

/// <summary>What a lane tells beside the statuses of the contract.</summary>
internal static class LaneStatus
{
    /// <summary>The backend threw, which is a bug of its own: the worker is replaced.</summary>
    public const RunStatus Threw = (RunStatus)1000;
}
