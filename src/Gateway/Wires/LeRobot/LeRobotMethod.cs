namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>The methods of LeRobot's async inference.</summary>
internal enum LeRobotMethod
{
    None,
    Ready,
    SendPolicyInstructions,
    SendObservations,
    GetActions,
}
