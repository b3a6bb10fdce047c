using PolicyGate.Formats;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Wires.LeRobot;

namespace PolicyGate.Gateway.Recording;

/// <summary>What a recorded LeRobot robot asked for.</summary>
internal static class LeRobotRequest
{
    public static FormatFault? Read(ReadOnlyMemory<byte> message, LimitsOptions limits, out RemotePolicyConfig? config)
    {
        config = null;
        return DataMessage.Read(message, out ReadOnlyMemory<byte> pickle)
            ?? RemotePolicyConfigReader.Read(pickle, LeRobotLimits.OfInstructions(limits), out config);
    }
}
