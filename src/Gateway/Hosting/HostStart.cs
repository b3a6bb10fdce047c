using System.Net.Sockets;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Hosting;

/// <summary>What a host finds when it starts.</summary>
/// <param name="Connections">
/// Robots that are connected already, one for each wire that connects; none where the wires connect themselves.
/// </param>
internal sealed record HostStart(IReadOnlyList<Socket> Connections)
{
    public static HostStart Plain { get; } = new([]);

    /// <summary>Why nothing may be loaded; robots are told and left. Null where all is well.</summary>
    public GatewayError? Unfit { get; init; }
}
