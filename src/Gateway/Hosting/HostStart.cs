using System.Net.Sockets;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Services;

namespace PolicyGate.Gateway.Hosting;

/// <summary>What a host finds when it starts.</summary>
/// <param name="Connections">
/// Robots that are connected already, one for each wire that connects; none where the wires connect themselves.
/// </param>
internal sealed record HostStart(IReadOnlyList<Socket> Connections)
{
    public static HostStart Plain { get; } = new([]);

    /// <summary>Those that listen already; wires take theirs, and there must be none left.</summary>
    public HandedSockets Listeners { get; init; } = HandedSockets.None;

    /// <summary>Why nothing may be loaded; robots are told and left. Null where all is well.</summary>
    public GatewayError? Unfit { get; init; }
}
