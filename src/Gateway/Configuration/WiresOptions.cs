namespace PolicyGate.Gateway.Configuration;

/// <summary>The wires, by protocol, as bound.</summary>
internal sealed class WiresOptions
{
    /// <summary>OpenArm sockets. At least one is required, or a LeRobot endpoint.</summary>
    public List<OpenArmWireOptions> OpenArm { get; } = [];

    /// <summary>LeRobot's async inference.</summary>
    public LeRobotWireOptions LeRobot { get; } = new();
}
