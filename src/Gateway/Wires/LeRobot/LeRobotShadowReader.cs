using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Shadows;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>Reads a LeRobot robot's ticks for another policy: what that uses of its messages.</summary>
internal sealed class LeRobotShadowReader : IShadowReader
{
    private readonly ArrivedObservation _arrived;
    private readonly RobotFeatures? _features;
    private readonly GatewayError? _unfit;
    private readonly TimeProvider _time;

    /// <param name="asked">The robot's instructions.</param>
    /// <param name="policy">That sees its ticks.</param>
    /// <param name="limits">Of the gateway.</param>
    /// <param name="memory">All shadows' messages'.</param>
    /// <param name="time">For the timings.</param>
    public LeRobotShadowReader(
        RemotePolicyConfig asked, ServedPolicy policy, LimitsOptions limits, BoundedMemory memory, TimeProvider time)
    {
        _time = time;
        Observation = new Observation(policy.Needs) { ResizeHabit = ResizeHabits.LeRobot };
        _arrived = new ArrivedObservation(limits, new RobotShare(memory, limits.ShadowBytes));
        _unfit = RobotFeatures.Create(asked, policy, limits, out _features);
    }

    public Observation Observation { get; }

    public bool HasChanged => false;

    public GatewayError? Read(ShadowTick tick, TickTimings timings)
    {
        if (_unfit is not null)
            return _unfit;
        long begun = _time.GetTimestamp();
        Observation.Clear();
        _arrived.Clear();
        int bytes = tick.Observation.Length;
        if (_arrived.Reserve(bytes, bytes, out Memory<byte> room) is { } full)
            return full;
        tick.Observation.CopyTo(room.Span);
        _arrived.Advance(bytes);
        if (_arrived.Read(_features!) is { } unread)
            return unread;
        _arrived.CopyTo(Observation, _features!);
        timings.Decode = _time.GetTimestamp() - begun;
        return null;
    }

    public void Forget()
    {
        Observation.Clear();
        _arrived.Clear();
    }

    public void Dispose() => Forget();
}
