namespace PolicyGate.Gateway.Http.Api;

/// <summary><c>/api/routes</c>.</summary>
internal sealed record RoutesReport(IReadOnlyList<RouteReport> Routes);
