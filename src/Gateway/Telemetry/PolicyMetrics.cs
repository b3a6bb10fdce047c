using System.Diagnostics.Metrics;
using PolicyGate.Gateway.Health;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Telemetry;

/// <summary>How the gateway and its policies are; meter <c>PolicyGate.Policies</c>. Read when somebody asks.</summary>
internal sealed class PolicyMetrics : IDisposable
{
    private readonly Meter _meter;

    /// <param name="health">The gateway's.</param>
    /// <param name="policies">Those configured.</param>
    /// <param name="gateway">The meter's scope.</param>
    public PolicyMetrics(Func<GatewayHealth> health, Func<IEnumerable<PolicyHandle>> policies, object gateway)
    {
        _meter = new Meter("PolicyGate.Policies", version: null, tags: null, scope: gateway);
        _meter.CreateObservableGauge(
            "policygate.ready", () => health().Ready ? 1 : 0, unit: null,
            "1 while every policy is warm and in service");
        _meter.CreateObservableGauge(
            "policygate.policy.ready",
            () => health().Policies.Select(
                policy => Of(policy.Name, policy is { Loading: false, Problem: null } ? 1 : 0)),
            unit: null, "1 while the policy is warm and in service");
        _meter.CreateObservableGauge(
            "policygate.policy.out_of_service",
            () => health().Policies.Select(policy => Of(policy.Name, policy.Problem is null ? 0 : 1)),
            unit: null, "1 once the policy could not be loaded or was taken out of service");
        _meter.CreateObservableCounter(
            "policygate.worker.deaths",
            () => policies().Where(handle => handle.Policy?.WorkerDeaths is not null)
                .Select(handle => Of(handle.Name, handle.Policy!.WorkerDeaths!.Value)),
            "{process}", "Worker processes of the policy that died or were killed");
    }

    public void Dispose() => _meter.Dispose();

    private static Measurement<long> Of(string policy, long value) =>
        new(value, new KeyValuePair<string, object?>("policy", policy));
}
