using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Shadows;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Tests.Gateway.Shadows;

/// <summary>Reads nothing.</summary>
internal sealed class ThrowingReader(ServedPolicy policy) : IShadowReader
{
    public Observation Observation { get; } = new(policy.Needs);

    public bool HasChanged => false;

    public GatewayError? Read(ShadowTick tick, TickTimings timings) =>
        throw new InvalidOperationException("no such message");

    public void Dispose() => Observation.Clear();
}
