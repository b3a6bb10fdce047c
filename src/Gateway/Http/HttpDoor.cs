using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Http;

/// <summary>Who comes in: every connection passes here before Kestrel reads from it.</summary>
/// <param name="config">Which subnets are answered.</param>
/// <param name="limit">Connections at once.</param>
/// <param name="logger">Bounded: peers can make it write.</param>
internal sealed class HttpDoor(HttpConfig config, int limit, ILogger logger)
{
    private int _connections;

    /// <summary>A connection middleware.</summary>
    public ConnectionDelegate Admit(ConnectionDelegate next) => connection => ServeAsync(connection, next);

    private async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            IPAddress remote = ((IPEndPoint)connection.RemoteEndPoint!).Address;
            if (Interlocked.Increment(ref _connections) > limit)
            {
                Log.TooManyConnections(logger, limit);
                connection.Abort(new ConnectionAbortedException("too many connections"));
            }
            else if (!config.Allowed.Allows(remote))
            {
                Log.NotAllowed(logger, remote);
                connection.Abort(new ConnectionAbortedException("outside of the allowed subnets"));
            }
            else
            {
                await next(connection);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }
}
