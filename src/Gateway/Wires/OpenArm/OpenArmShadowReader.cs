using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Shadows;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>Reads an OpenArm robot's ticks for another policy: its line, and its file by the same descriptor.</summary>
internal sealed class OpenArmShadowReader : IShadowReader
{
    private readonly OpenArmRequest _request;
    private readonly ArrowObservationReader _reader;

    /// <param name="policy">That sees them.</param>
    /// <param name="limits">Of the gateway.</param>
    /// <param name="pictures">What compressed pictures are brought into.</param>
    /// <param name="time">For the timings.</param>
    public OpenArmShadowReader(ServedPolicy policy, LimitsOptions limits, PictureMemory pictures, TimeProvider time)
    {
        Observation = new Observation(policy.Needs, pictures);
        _request = new OpenArmRequest(policy.Needs, limits);
        // No roots: files come open, and where they lie was checked then.
        _reader = new ArrowObservationReader(limits, [], OpenArmNames.CameraPrefix, time);
    }

    public Observation Observation { get; }

    public bool HasChanged => _reader.HasChanged;

    public GatewayError? Read(ShadowTick tick, TickTimings timings)
    {
        if (_request.Parse(tick.Request) is { } malformed)
            return malformed;
        return tick.TakeFile() is { } file
            ? _reader.OpenKept(file, _request.DataPath, _request.Sizes, Observation, timings, _request.History)
            : new GatewayError(ErrorCode.NotFound, "the robot's observation was not kept");
    }

    public void Dispose()
    {
        Observation.Clear();
        _reader.Dispose();
    }
}
