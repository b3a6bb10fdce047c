using PolicyGate.Formats.Pickle;

namespace PolicyGate.Formats.LeRobot;

/// <summary>The three classes of LeRobot's wire, each once for every <see cref="LeRobotModule"/>.</summary>
internal static class LeRobotClasses
{
    public static PickleClass[] TimedObservation { get; } = Of("TimedObservation"u8);

    public static PickleClass[] TimedAction { get; } = Of("TimedAction"u8);

    public static PickleClass[] RemotePolicyConfig { get; } = Of("RemotePolicyConfig"u8);

    private static PickleClass[] Of(ReadOnlySpan<byte> name) =>
        [new("lerobot.async_inference.helpers"u8, name), new("lerobot.scripts.server.helpers"u8, name)];
}
