using PolicyGate.Formats.Pickle;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>The limits of LeRobot's pickles, by message.</summary>
internal static class LeRobotLimits
{
    public static PickleLimits OfObservation(LimitsOptions limits) => Of(limits, limits.ObservationBytes);

    public static PickleLimits OfInstructions(LimitsOptions limits) => Of(limits, limits.InstructionBytes);

    private static PickleLimits Of(LimitsOptions limits, long bytes) =>
        new(bytes, limits.PickleOpcodes, limits.PickleDepth, limits.PickleMemoEntries);
}
