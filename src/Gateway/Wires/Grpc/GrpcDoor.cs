using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>Who comes in: every connection passes here before Kestrel reads from it.</summary>
internal sealed class GrpcDoor(
    IGrpcService service, LimitsOptions limits, TimeProvider time, ILogger logger, GrpcLogBudget budget)
{
    private int _connections;

    /// <summary>A connection middleware.</summary>
    public ConnectionDelegate Admit(ConnectionDelegate next) => connection => ServeAsync(connection, next);

    private async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            if (Interlocked.Increment(ref _connections) > limits.Connections)
            {
                if (budget.Spend())
                    Log.TooManyConnections(logger, connection.LocalEndPoint, limits.Connections);
                return;
            }
            var remote = (IPEndPoint)connection.RemoteEndPoint!;
            // On [::] IPv4 comes in IPv6's clothes, which no list of subnets has.
            if (remote.Address.IsIPv4MappedToIPv6)
                remote = new IPEndPoint(remote.Address.MapToIPv4(), remote.Port);
            object? peer = service.Connected(new GrpcConnection(connection.ConnectionId, remote, connection.Abort));
            if (peer is not null)
                await ServeAsync(connection, new GrpcPeer(peer), next);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    private async Task ServeAsync(ConnectionContext connection, GrpcPeer peer, ConnectionDelegate next)
    {
        connection.Features.Set(peer);
        using var output = new GuardedOutput(
            connection.Transport.Output, limits.WriteTime, time,
            () => connection.Abort(new ConnectionAbortedException("the peer does not read")));
        connection.Transport = new GrpcPipes(connection.Transport.Input, output);
        // One that says nothing would hold its place for ever: pings begin with the first frame.
        await using ITimer silence = time.CreateTimer(
            _ =>
            {
                if (!peer.HasCalled)
                    connection.Abort(new ConnectionAbortedException("no call came"));
            },
            null, limits.RequestTime, Timeout.InfiniteTimeSpan);
        try
        {
            await next(connection);
        }
        finally
        {
            service.Disconnected(peer.Peer);
        }
    }
}
