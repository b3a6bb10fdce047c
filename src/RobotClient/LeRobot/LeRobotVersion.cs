namespace PolicyGate.RobotClient.LeRobot;

/// <summary>A server's LeRobot, where the wire differs: the module that pickled classes are found in.</summary>
public enum LeRobotVersion
{
    /// <summary>0.4 and later: <c>lerobot.async_inference.helpers</c>. PolicyGate takes either.</summary>
    Current,

    /// <summary>0.3: <c>lerobot.scripts.server.helpers</c>.</summary>
    V03,
}
