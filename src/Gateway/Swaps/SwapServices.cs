using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Hosting;
using PolicyGate.Gateway.Shadows;

namespace PolicyGate.Gateway.Swaps;

/// <summary>What every swap of a gateway shares.</summary>
internal sealed record SwapServices(
    GatewayConfig Config,
    LoadedPolicies Policies,
    PolicyCopies Copies,
    CandidateChoice Choice,
    ShadowRunner Shadows,
    SwapMetrics Metrics,
    TimeProvider Time,
    ILogger Logger);
