using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Replay;

/// <summary>What runs now beside what was recorded.</summary>
internal static class WhatRan
{
    /// <summary>A line for each route, and one for each thing that is another.</summary>
    public static IEnumerable<string> Notes(RecordingManifest manifest, GatewayConfig config, ReplayedGateway gateway)
    {
        foreach (RecordedRoute route in manifest.Routes)
        {
            PolicyConfig policy = config.Routes[route.Name].Policy;
            ServedPolicy served = gateway.Policy(route.Name)!;
            yield return $"route {route.Name}: {policy.Folder} on {policy.Backend}";
            if (!policy.Backend.Equals(route.Backend, StringComparison.OrdinalIgnoreCase))
                yield return $"route {route.Name}: the backend was {route.Backend}";
            if (!served.Deterministic)
            {
                yield return $"route {route.Name}: {policy.Backend} says that its answers go by more than what it is shown,"
                    + " as a clock: they need not be the same";
            }
        }
    }
}
