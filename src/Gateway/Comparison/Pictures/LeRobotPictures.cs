using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Wires.LeRobot;

namespace PolicyGate.Gateway.Comparison.Pictures;

/// <summary>The pictures in a LeRobot robot's observation that a policy looks at.</summary>
internal sealed class LeRobotPictures(ServedPolicy policy, LimitsOptions limits)
{
    /// <returns>None where they cannot be read: a side has said why.</returns>
    public List<TickPicture> Read(RecordedTick tick)
    {
        if (LeRobotRequest.Read(tick.Request, limits, out RemotePolicyConfig? asked) is not null
            || RobotFeatures.Create(asked!, policy, limits, out RobotFeatures? features) is not null)
        {
            return [];
        }
        var memory = new RobotShare(new BoundedMemory(limits.MessageBytes), limits.MessageBytes);
        var arrived = new ArrivedObservation(limits, memory);
        int length = tick.Observation.Length;
        if (arrived.Reserve(length, length, out Memory<byte> room) is not null)
            return [];
        tick.Observation.CopyTo(room);
        arrived.Advance(length);
        if (arrived.Read(features!) is not null)
            return [];
        var observation = new Observation(policy.Needs);
        arrived.CopyTo(observation, features!);
        return CameraPictures.Of(observation);
    }
}
