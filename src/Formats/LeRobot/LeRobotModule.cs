namespace PolicyGate.Formats.LeRobot;

/// <summary>Where a LeRobot's classes live; an answer must name the module of the client that asked.</summary>
internal enum LeRobotModule
{
    /// <summary><c>lerobot.async_inference.helpers</c>, 0.4 and later.</summary>
    AsyncInference,

    /// <summary><c>lerobot.scripts.server.helpers</c>, 0.3.</summary>
    ScriptsServer,
}
