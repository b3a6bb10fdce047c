using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Health;

/// <summary>Who is at the other end of a UNIX socket, as the kernel noted it: <c>struct ucred</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PeerCredentials
{
    private const int SOL_SOCKET = 1;
    private const int SO_PEERCRED = 17;

    public int Process;
    public uint User;
    public uint Group;

    /// <summary>Of one that connected, the process that did; of a listener, the one that listens.</summary>
    /// <exception cref="SocketException">The socket is not connected any more.</exception>
    public static PeerCredentials Of(Socket socket)
    {
        var credentials = default(PeerCredentials);
        Span<byte> into = MemoryMarshal.AsBytes(new Span<PeerCredentials>(ref credentials));
        socket.GetRawSocketOption(SOL_SOCKET, SO_PEERCRED, into);
        return credentials;
    }
}
