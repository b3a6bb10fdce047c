using PolicyGate.Gateway.Swaps;

namespace PolicyGate.Gateway.Http.Api;

/// <summary><c>/api/policies</c>.</summary>
internal sealed record PoliciesReport(IReadOnlyList<PolicyReport> Policies);
