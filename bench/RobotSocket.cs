using System.Net.Sockets;

namespace PolicyGate.Bench;

/// <summary>A robot's end of the wire, as bare as can be: a prepared line out, a line back, nothing
/// allocated.</summary>
internal sealed class RobotSocket : IDisposable
{
    private const int PatienceMilliseconds = 30_000;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
    {
        ReceiveTimeout = PatienceMilliseconds,
        SendTimeout = PatienceMilliseconds,
    };

    private readonly byte[] _answer = new byte[1 << 20];

    public RobotSocket(string path) => _socket.Connect(new UnixDomainSocketEndPoint(path));

    /// <returns>The answer's line; valid until the next call.</returns>
    /// <exception cref="IOException">The gateway closed the connection, or answers with more than 1 MiB.</exception>
    public ReadOnlySpan<byte> Ask(ReadOnlySpan<byte> line)
    {
        while (!line.IsEmpty)
            line = line[_socket.Send(line)..];
        int filled = 0;
        while (filled == 0 || _answer[filled - 1] != '\n')
        {
            int received = _socket.Receive(_answer.AsSpan(filled));
            if (received == 0)
                throw new IOException($"the connection ended, or its answer is too long, after {filled} bytes");
            filled += received;
        }
        return _answer.AsSpan(0, filled - 1);
    }

    public void Dispose() => _socket.Dispose();
}
