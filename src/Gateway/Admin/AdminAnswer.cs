using PolicyGate.Gateway.Swaps;

namespace PolicyGate.Gateway.Admin;

/// <summary>A line from the admin socket: <see cref="Progress"/> any number of times, then one of the others.</summary>
internal sealed record AdminAnswer
{
    /// <summary>What a swap is doing.</summary>
    public string? Progress { get; init; }

    /// <summary>Why nothing was done.</summary>
    public string? Error { get; init; }

    /// <summary>The policies, asked for by <see cref="AdminAction.List"/>.</summary>
    public IReadOnlyList<PolicyReport>? Policies { get; init; }

    /// <summary>What became of a swap or a rollback.</summary>
    public SwapReport? Report { get; init; }
}
