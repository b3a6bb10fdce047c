using System.Net;
using PolicyGate.Gateway.Wires.Grpc;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>One connection of a robot's.</summary>
internal sealed class LeRobotPeer(GrpcConnection connection)
{
    public IPAddress Address => connection.Remote.Address;

    /// <summary>Names it in logs and errors.</summary>
    public string Name { get; } = connection.Remote.ToString();

    /// <summary>The connection's own; null until a call made or resumed it. Guarded by the sessions' lock.</summary>
    public LeRobotSession? Session { get; set; }
}
