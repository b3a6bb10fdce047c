namespace PolicyGate.RobotClient.Robots.Processes;

/// <summary>What a robot's process is asked for.</summary>
internal enum ProcessCall
{
    Connect,
    Observe,
    Act,
    Disconnect,
}
