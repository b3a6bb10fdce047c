using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Policies;

/// <summary>
/// A policy that may still be loading; robots wait on it, so that one that is early does not die of it.
/// </summary>
internal sealed class PolicyHandle(string name)
{
    private readonly TaskCompletionSource<GatewayError?> _settled =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name { get; } = name;

    /// <summary>The warm policy; null before <see cref="Settled"/>, and after it when loading failed.</summary>
    public ServedPolicy? Policy { get; private set; }

    /// <summary>Completes once, with null when the policy is warm, or with what kept it from that.</summary>
    public Task<GatewayError?> Settled => _settled.Task;

    public void Warm(ServedPolicy policy)
    {
        Policy = policy;
        _settled.SetResult(null);
    }

    public void Failed(GatewayError error) => _settled.SetResult(error);
}
