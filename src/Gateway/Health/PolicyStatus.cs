using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Health;

/// <summary>How one policy is.</summary>
/// <param name="Name">As configured.</param>
/// <param name="Loading">It is not warm yet.</param>
/// <param name="Problem">Why it answers nobody; null while it does, or is still loading.</param>
internal sealed record PolicyStatus(string Name, bool Loading, string? Problem)
{
    public static PolicyStatus Of(PolicyHandle handle)
    {
        if (!handle.Settled.IsCompletedSuccessfully)
            return new PolicyStatus(handle.Name, Loading: true, Problem: null);
        string? problem = (handle.Settled.Result ?? handle.Policy?.Fault)?.Message;
        return new PolicyStatus(handle.Name, Loading: false, problem);
    }
}
