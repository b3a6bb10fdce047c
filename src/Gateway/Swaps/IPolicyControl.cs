namespace PolicyGate.Gateway.Swaps;

/// <summary>Policies of a running gateway: what they are, and others in their place. By any thread.</summary>
internal interface IPolicyControl
{
    /// <summary>All that are configured, by name.</summary>
    IReadOnlyList<PolicyReport> List();

    /// <summary>Loads, warms and tries another version beside the one that answers; then it takes over.</summary>
    /// <param name="request">What is to answer.</param>
    /// <param name="cancel">Set when nobody wants it any more; what has taken over stays.</param>
    /// <returns>When robots are coming to it, or when it is clear that they will not.</returns>
    Task<SwapReport> SwapAsync(SwapRequest request, CancellationToken cancel);

    /// <summary>The version before answers again: it is still warm.</summary>
    Task<SwapReport> RollBackAsync(RollBackRequest request, CancellationToken cancel);
}
