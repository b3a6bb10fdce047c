using PolicyGate.Gateway.Health;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Telemetry;

/// <summary>What is measured when somebody asks; made where somebody may.</summary>
internal sealed class GatewayMetrics : IDisposable
{
    private readonly PolicyMetrics _policies;
    private readonly ProcessMetrics _process;

    /// <param name="gateway">The scope of the meters.</param>
    /// <param name="health">How it is now.</param>
    /// <param name="policies">Those configured.</param>
    /// <param name="overflowed">Measurements that were counted together for want of room.</param>
    public GatewayMetrics(
        object gateway, Func<GatewayHealth> health, Func<IEnumerable<PolicyHandle>> policies, Func<long> overflowed)
    {
        _policies = new PolicyMetrics(health, policies, gateway);
        _process = new ProcessMetrics(overflowed, gateway);
    }

    public void Dispose()
    {
        _process.Dispose();
        _policies.Dispose();
    }
}
