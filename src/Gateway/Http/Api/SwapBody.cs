using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Http.Api;

/// <summary>What <c>POST /api/policies/NAME/swap</c> takes; all of it may be left out.</summary>
/// <param name="Folder">Absolute; the configured one, as it is now.</param>
/// <param name="Backend">The configured one.</param>
/// <param name="Takeover"><c>Episode</c> or <c>Now</c>; as configured.</param>
/// <param name="TrialTicks">As configured.</param>
/// <param name="MaximumDifference">As configured.</param>
internal sealed record SwapBody(
    string? Folder = null, string? Backend = null, Takeover? Takeover = null, int? TrialTicks = null,
    double? MaximumDifference = null);
