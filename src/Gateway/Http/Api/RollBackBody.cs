using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Http.Api;

/// <summary>What <c>POST /api/policies/NAME/rollback</c> takes.</summary>
/// <param name="Takeover"><c>Episode</c> or <c>Now</c>; as configured where it is left out.</param>
internal sealed record RollBackBody(Takeover? Takeover = null);
