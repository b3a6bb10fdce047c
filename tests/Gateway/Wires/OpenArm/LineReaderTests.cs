using System.Net.Sockets;
using System.Text;
using PolicyGate.Gateway.Wires.OpenArm;

namespace PolicyGate.Tests.Gateway.Wires.OpenArm;

public sealed class LineReaderTests : IDisposable
{
    private const int Limit = 20_000;
    private readonly Socket _ours;
    private readonly Socket _robots;

    public LineReaderTests()
    {
        string path = Path.Combine(Path.GetTempPath(), $"policygate-lines-{Guid.NewGuid():N}");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        _robots = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _robots.Connect(new UnixDomainSocketEndPoint(path));
        _ours = listener.Accept();
    }

    [Fact]
    public void Lines_are_found_however_the_bytes_arrive()
    {
        string[] lines = ["first", "", new string('x', 9000), "{\"a\":1}", new string('y', Limit - 1), "last"];
        Send(string.Join('\n', lines) + "\n");
        var reader = new LineReader(_ours, Limit);
        foreach (string line in lines)
        {
            reader.Read().ShouldBe(LineStatus.Line);
            Encoding.UTF8.GetString(reader.Line).ShouldBe(line);
        }
        _robots.Shutdown(SocketShutdown.Send);
        reader.Read().ShouldBe(LineStatus.End);
    }

    [Fact]
    public void A_line_beyond_the_limit_is_thrown_away_and_the_next_one_is_right()
    {
        Send(new string('z', 10 * Limit) + "\nnext\n");
        var reader = new LineReader(_ours, Limit);
        reader.Read().ShouldBe(LineStatus.TooLong);
        reader.Read().ShouldBe(LineStatus.Line);
        Encoding.UTF8.GetString(reader.Line).ShouldBe("next");
    }

    [Fact]
    public void Half_a_line_before_the_end_is_no_line()
    {
        SendAll("whole\nhalf"u8.ToArray());
        _robots.Shutdown(SocketShutdown.Send);
        var reader = new LineReader(_ours, Limit);
        reader.Read().ShouldBe(LineStatus.Line);
        reader.Read().ShouldBe(LineStatus.End);
    }

    public void Dispose()
    {
        _ours.Dispose();
        _robots.Dispose();
    }

    /// <summary>From a thread of its own: more than a socket's buffer would block.</summary>
    private void Send(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var sender = new Thread(() => SendAll(bytes)) { IsBackground = true };
        sender.Start();
    }

    private void SendAll(byte[] bytes)
    {
        for (int sent = 0; sent < bytes.Length;)
            sent += _robots.Send(bytes.AsSpan(sent));
    }
}
