using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Swaps;

/// <summary>The version of a policy that answered before is to answer again.</summary>
/// <param name="Policy">As configured.</param>
/// <param name="Takeover">Null as <c>Swaps:Takeover</c> has it.</param>
internal sealed record RollBackRequest(string Policy, Takeover? Takeover);
