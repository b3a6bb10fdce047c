namespace PolicyGate.Formats.LeRobot;

/// <summary>The modules by the names that pickles have.</summary>
internal static class LeRobotModules
{
    /// <summary>UTF-8.</summary>
    public static ReadOnlySpan<byte> Name(this LeRobotModule module) => module == LeRobotModule.ScriptsServer
        ? "lerobot.scripts.server.helpers"u8
        : "lerobot.async_inference.helpers"u8;
}
