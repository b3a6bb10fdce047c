using PolicyGate.Gateway.Health;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Shadows;
using PolicyGate.Gateway.Swaps;

namespace PolicyGate.Gateway.Http;

/// <summary>What a gateway tells those who watch it, as of now. By any thread.</summary>
internal sealed record WatchedGateway
{
    public required Func<GatewayHealth> Health { get; init; }

    /// <summary>Those configured.</summary>
    public required Func<IEnumerable<Route>> Routes { get; init; }

    public required Func<IReadOnlyList<ShadowReport>> Shadows { get; init; }

    public required Func<IPolicyControl> Control { get; init; }
}
