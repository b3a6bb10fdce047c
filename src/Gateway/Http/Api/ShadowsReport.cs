using PolicyGate.Gateway.Shadows;

namespace PolicyGate.Gateway.Http.Api;

/// <summary><c>/api/shadows</c>.</summary>
internal sealed record ShadowsReport(IReadOnlyList<ShadowReport> Shadows);
