using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Shadows;

/// <summary>
/// Reads a robot's ticks once more, for another policy, by the rules of the robot's wire. Used by one thread.
/// </summary>
internal interface IShadowReader : IDisposable
{
    /// <summary>Made for that policy.</summary>
    Observation Observation { get; }

    /// <summary>Whether the last tick's file was written to since its robot was answered.</summary>
    bool HasChanged { get; }

    /// <summary>Reads into <see cref="Observation"/>; what that shows of the tick is valid until the next.</summary>
    GatewayError? Read(ShadowTick tick, TickTimings timings);

    /// <summary>The tick was run, or will not be: memory that is shared goes back.</summary>
    void Forget()
    {
    }
}
