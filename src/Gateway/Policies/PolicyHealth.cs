using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Policies;

/// <summary>Whether a policy may still be asked.</summary>
internal sealed class PolicyHealth(string policy)
{
    private volatile GatewayError? _fault;

    public string Policy { get; } = policy;

    /// <summary>Null while the policy is in service.</summary>
    public GatewayError? Error => _fault;

    /// <summary>Takes the policy out of service; the first reason stays.</summary>
    public void Fault(string reason) => _fault ??= new GatewayError(ErrorCode.Unavailable,
        $"policy '{Policy}' is out of service: {reason};"
        + " start the gateway again, and tell the backend's author if it stays");
}
