using System.Net.Sockets;
using System.Text;

namespace PolicyGate.Gateway.Services;

/// <summary>Tells a service manager how the service is: man sd_notify. From any thread.</summary>
internal sealed class NotifySocket : IDisposable
{
    // It reads at once, or is in trouble itself.
    private const int PatienceMilliseconds = 1000;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified)
    {
        SendTimeout = PatienceMilliseconds,
    };

    private readonly UnixDomainSocketEndPoint _manager;
    private readonly Lock _gate = new();

    /// <param name="address">A path, or a name behind <c>@</c>, which no file has.</param>
    /// <exception cref="ArgumentException">It is longer than an address may be.</exception>
    public NotifySocket(string address) =>
        _manager = new UnixDomainSocketEndPoint(address[0] == '@' ? $"\0{address.AsSpan(1)}" : address);

    /// <summary>Whether this is an address at all: a path, or a name behind <c>@</c>.</summary>
    public static bool IsAddress(string address) => address.Length > 1 && address[0] is '/' or '@';

    /// <param name="state">As <c>READY=1</c>; several, a line each.</param>
    /// <returns>Why it was not told.</returns>
    public SocketError Send(string state)
    {
        lock (_gate)
        {
            try
            {
                _socket.SendTo(Encoding.UTF8.GetBytes(state), _manager);
                return SocketError.Success;
            }
            catch (SocketException fault)
            {
                return fault.SocketErrorCode;
            }
        }
    }

    public void Dispose() => _socket.Dispose();
}
