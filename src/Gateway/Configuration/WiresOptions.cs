namespace PolicyGate.Gateway.Configuration;

/// <summary>The wires, by protocol, as bound.</summary>
internal sealed class WiresOptions
{
    /// <summary>OpenArm sockets. At least one is required.</summary>
    public List<OpenArmWireOptions> OpenArm { get; } = [];
}
