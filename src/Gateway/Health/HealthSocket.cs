using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Health;

/// <summary>Tells root and the gateway's own user how it is: one line of JSON to each who connects.</summary>
/// <remarks>On a thread of its own that sleeps in <c>accept</c>: robots' threads have no part in it.</remarks>
internal sealed class HealthSocket : IDisposable
{
    private const int Backlog = 8;
    private const int StackBytes = 256 << 10;

    // A line fits into the socket's buffer; nobody is waited for longer than this.
    private const int SendMilliseconds = 1000;

    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ManualResetEventSlim _closed = new();
    private readonly Func<GatewayHealth> _health;
    private readonly Thread _thread;

    private HealthSocket(Func<GatewayHealth> health)
    {
        _health = health;
        _thread = new Thread(Serve, StackBytes) { Name = "health", IsBackground = true };
    }

    /// <summary>Answers from now on; a gateway whose socket cannot be made serves its robots all the same.</summary>
    /// <param name="health">Called for each who asks.</param>
    /// <param name="logger">Told where there is no socket.</param>
    public static HealthSocket Open(Func<GatewayHealth> health, ILogger logger)
    {
        var socket = new HealthSocket(health);
        try
        {
            socket._listener.Bind(HealthName.Of(Environment.ProcessId));
            socket._listener.Listen(Backlog);
            socket._thread.Start();
        }
        catch (SocketException fault)
        {
            Log.NoHealthSocket(logger, fault.Message);
        }
        return socket;
    }

    public void Dispose()
    {
        _closed.Set();
        _listener.Dispose();
        if (_thread.IsAlive)
            _thread.Join(SendMilliseconds);
    }

    private void Serve()
    {
        while (!_closed.IsSet)
        {
            try
            {
                using Socket asker = _listener.Accept();
                Answer(asker);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // One that has gone already, or no descriptor is left: then the next fails at once as well.
                _closed.Wait(AfterFault);
            }
        }
    }

    private void Answer(Socket asker)
    {
        uint user = PeerCredentials.Of(asker).User;
        if (user != 0 && user != LibC.GetEffectiveUserId())
            return;
        asker.SendTimeout = SendMilliseconds;
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(_health(), HealthJson.Default.GatewayHealth);
        ReadOnlySpan<byte> line = [.. json, (byte)'\n'];
        while (!line.IsEmpty)
            line = line[asker.Send(line)..];
    }
}
