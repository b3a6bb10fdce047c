using System.Runtime.InteropServices;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Shadows;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Tests.Gateway.Shadows;

/// <summary>Reads ticks of a wire whose messages are the robot's joints.</summary>
internal sealed class StateReader(ServedPolicy policy) : IShadowReader
{
    public Observation Observation { get; } = new(policy.Needs);

    public bool HasChanged => false;

    public GatewayError? Read(ShadowTick tick, TickTimings timings)
    {
        Observation.Clear();
        ReadOnlySpan<float> joints = MemoryMarshal.Cast<byte, float>(tick.Observation);
        joints.CopyTo(Observation.PreparePosition(joints.Length));
        return null;
    }

    public void Dispose() => Observation.Clear();
}
