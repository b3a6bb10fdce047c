using System.Net.Sockets;
using System.Text;

namespace PolicyGate.Tests.Fixtures;

/// <summary>What a service hears as <c>NOTIFY_SOCKET</c>: keeps what it says, in order.</summary>
internal sealed class NotifyListener : IDisposable
{
    private const int PatienceMilliseconds = 60_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-test-");
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly byte[] _buffer = new byte[4096];

    /// <param name="isAbstract">Whether no file has its name.</param>
    public NotifyListener(bool isAbstract = false)
    {
        string path = Path.Combine(_folder.FullName, "notify");
        Address = isAbstract ? '@' + path : path;
        _socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? '\0' + path : path));
    }

    /// <summary>As <c>NOTIFY_SOCKET</c> has it.</summary>
    public string Address { get; }

    /// <summary>Waits for a message that begins so.</summary>
    /// <returns>All that came before, and it.</returns>
    public IReadOnlyList<string> HearUntil(string beginning)
    {
        List<string> heard = [];
        _socket.ReceiveTimeout = PatienceMilliseconds;
        do
            heard.Add(Encoding.UTF8.GetString(_buffer, 0, _socket.Receive(_buffer)));
        while (!heard[^1].StartsWith(beginning, StringComparison.Ordinal));
        return heard;
    }

    /// <summary>What comes within this time, and what had come before.</summary>
    public IReadOnlyList<string> HearFor(TimeSpan time)
    {
        List<string> heard = [];
        long begun = TimeProvider.System.GetTimestamp();
        while (time - TimeProvider.System.GetElapsedTime(begun) is { TotalMilliseconds: > 1 } rest)
        {
            _socket.ReceiveTimeout = (int)rest.TotalMilliseconds;
            try
            {
                heard.Add(Encoding.UTF8.GetString(_buffer, 0, _socket.Receive(_buffer)));
            }
            catch (SocketException silence) when (silence.SocketErrorCode is SocketError.TimedOut or
                SocketError.WouldBlock)
            {
                break;
            }
        }
        return heard;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _folder.Delete(recursive: true);
    }
}
