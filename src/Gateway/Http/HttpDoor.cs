using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Http;

/// <summary>Who comes in: every connection passes here before Kestrel reads from it.</summary>
internal sealed class HttpDoor(HttpConfig config, ILogger logger)
{
    /// <summary>A connection middleware; where it ends at once, so does the connection.</summary>
    public ConnectionDelegate Admit(ConnectionDelegate next) => connection =>
    {
        IPAddress remote = ((IPEndPoint)connection.RemoteEndPoint!).Address;
        if (config.Allowed.Allows(remote))
            return next(connection);
        Log.NotAllowed(logger, remote);
        return Task.CompletedTask;
    };
}
