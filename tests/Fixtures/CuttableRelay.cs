using System.Net;
using System.Net.Sockets;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A network between a robot and its server that can lose every connection at once.</summary>
internal sealed class CuttableRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _open = [];
    private readonly IPEndPoint _server;
    private readonly Task _accepting;

    public CuttableRelay(string serverAddress)
    {
        _server = IPEndPoint.Parse(serverAddress);
        _listener.Start();
        _accepting = Accept();
    }

    /// <summary>Where robots find the server through it.</summary>
    public string Address => $"{_listener.LocalEndpoint}";

    /// <summary>Connections so far.</summary>
    public int Connections { get; private set; }

    /// <summary>Both ends of every connection are reset, without a word; new ones are taken at once.</summary>
    public void Cut()
    {
        lock (_open)
        {
            foreach (Socket socket in _open)
                socket.Close(timeout: 0);
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        Cut();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                Socket robot = await _listener.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                robot.NoDelay = true;
                await server.ConnectAsync(_server);
                lock (_open)
                {
                    _open.AddRange([robot, server]);
                    Connections++;
                }

                _ = Copy(robot, server);
                _ = Copy(server, robot);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Stopped, or the server is gone.
        }
    }

    private static async Task Copy(Socket from, Socket to)
    {
        byte[] buffer = new byte[1 << 16];
        try
        {
            for (int count = 1; count > 0;)
            {
                count = await from.ReceiveAsync(buffer);
                for (int sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }
}
