using System.Net.Sockets;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Services;
using PolicyGate.Gateway.Telemetry.Otlp;

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

    /// <summary>What the configuration was read from, to read it again; null where nobody has read any.</summary>
    public ConfigurationSource? Source { get; init; }

    /// <summary>Why nothing may be loaded; robots are told and left. Null where all is well.</summary>
    public GatewayError? Unfit { get; init; }

    /// <summary>Where spans and metrics are sent to; null for nowhere.</summary>
    public OtlpSettings? Otlp { get; init; }
}
