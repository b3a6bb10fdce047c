using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>A socket that robots connect to.</summary>
internal sealed class GrpcListener(Socket socket) : IConnectionListener
{
    // No descriptor is left, say: the next may fare better, and there is no hurry to find out.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private long _connections;

    public EndPoint EndPoint { get; } = socket.LocalEndPoint!;

    /// <returns>Null once unbound.</returns>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                Socket robot = await socket.AcceptAsync(cancellationToken);
                robot.NoDelay = true;
                string id = string.Create(null, $"{EndPoint}#{Interlocked.Increment(ref _connections)}");
                return new GrpcSocket(id, robot);
            }
            catch (Exception end) when (end is ObjectDisposedException
                or SocketException { SocketErrorCode: SocketError.OperationAborted or SocketError.InvalidArgument })
            {
                return null;
            }
            catch (SocketException)
            {
                // One that gave up while it was accepted, or no descriptor left.
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync();
}
