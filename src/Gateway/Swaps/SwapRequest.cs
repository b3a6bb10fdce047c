using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Swaps;

/// <summary>What is to answer by a policy's name from now on.</summary>
/// <param name="Policy">As configured.</param>
internal sealed record SwapRequest(string Policy)
{
    /// <summary>Absolute; null for the configured one, as it is now.</summary>
    public string? Folder { get; init; }

    /// <summary>Null for the configured one.</summary>
    public string? Backend { get; init; }

    /// <summary>Null as <c>Swaps:Takeover</c> has it.</summary>
    public Takeover? Takeover { get; init; }

    /// <summary>Robots' ticks that it is tried on first; null as <c>Swaps:TrialTicks</c> has it, 0: none.</summary>
    public int? TrialTicks { get; init; }

    /// <summary>
    /// How far any value may lie from what was answered, in the robot's units; null as <c>Swaps:MaximumDifference</c>.
    /// </summary>
    public double? MaximumDifference { get; init; }
}
