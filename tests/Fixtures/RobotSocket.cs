using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A robot's end of the OpenArm wire, as bare as can be: a line out, a line back, every wait
/// bounded.</summary>
internal sealed class RobotSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly StreamReader _reader;

    public RobotSocket(string path)
    {
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        {
            ReceiveTimeout = 60_000,
            SendTimeout = 30_000,
        };
        _socket.Connect(new UnixDomainSocketEndPoint(path));
        _reader = new StreamReader(new NetworkStream(_socket), Encoding.UTF8);
    }

    /// <summary>Robots that were accepted by a listener of the test's own.</summary>
    public RobotSocket(Socket accepted)
    {
        _socket = accepted;
        _socket.ReceiveTimeout = 60_000;
        _reader = new StreamReader(new NetworkStream(_socket), Encoding.UTF8);
    }

    public void Send(string line) => Send(Encoding.UTF8.GetBytes(line + "\n"));

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[_socket.Send(bytes)..];
    }

    /// <summary>As <c>socat</c> does when its input has ended: it still reads.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <returns>The next line, or null at the end of the connection.</returns>
    public string? ReadLine() => _reader.ReadLine();

    public JsonElement Ask(string line)
    {
        Send(line);
        string answer = ReadLine().ShouldNotBeNull("the gateway closed the connection instead of answering");
        return JsonDocument.Parse(answer).RootElement.Clone();
    }

    public JsonElement Ask(object request) => Ask(JsonSerializer.Serialize(request));

    public void Dispose()
    {
        _reader.Dispose();
        _socket.Dispose();
    }
}
