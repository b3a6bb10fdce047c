using System.Net;
using System.Net.Sockets;

namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>
/// A listening socket and the file that it made, which it removes at the end if it is still its own. One that was not
/// bound here has made none.
/// </summary>
internal sealed class OpenArmListener(Socket socket, string path) : IDisposable
{
    private SocketFile _file;

    public ValueTask<Socket> AcceptAsync(CancellationToken cancel) => socket.AcceptAsync(cancel);

    public void Bind(UnixFileMode mode, int backlog)
    {
        socket.Bind(new Address(path));
        _file = SocketFile.At(path);
        // Between bind and listen a connection is refused, so nobody slips in under the umask's mode.
        File.SetUnixFileMode(path, mode);
        socket.Listen(backlog);
    }

    public void Dispose()
    {
        // Another gateway may have taken the path over since. The inode cannot be its: the open socket holds ours.
        if (_file.Kind is SocketFileKind.Socket && SocketFile.At(path) == _file)
            File.Delete(path);
        socket.Dispose();
    }

    // Socket.Dispose deletes whatever lies at a UnixDomainSocketEndPoint that it was bound to, this one it leaves.
    private sealed class Address(string path) : EndPoint
    {
        private readonly UnixDomainSocketEndPoint _path = new(path);

        public override AddressFamily AddressFamily => AddressFamily.Unix;

        public override SocketAddress Serialize() => _path.Serialize();

        public override EndPoint Create(SocketAddress socketAddress) => _path.Create(socketAddress);
    }
}
