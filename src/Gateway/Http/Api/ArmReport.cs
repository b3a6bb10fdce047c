namespace PolicyGate.Gateway.Http.Api;

/// <summary>A policy that answers on a route.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Share">Of the episodes; all arms' together are 1.</param>
/// <param name="Robots">That it answered last, of those connected by the route.</param>
internal sealed record ArmReport(string Policy, double Share, int Robots);
