using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Health;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Admin;

/// <summary>Asks a gateway of this machine, or of this container, by its admin socket.</summary>
internal sealed class AdminClient : IDisposable
{
    // A list of thousands of policies.
    private const int MostBytes = 16 << 20;

    private readonly Socket _socket;
    private readonly string _path;

    private AdminClient(Socket socket, string path) => (_socket, _path) = (socket, path);

    /// <param name="path">Of the socket's file.</param>
    /// <param name="client">Null where an error is returned.</param>
    public static GatewayError? Connect(string path, out AdminClient? client)
    {
        client = null;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            uint user = PeerCredentials.Of(socket).User;
            uint own = LibC.GetEffectiveUserId();
            if (own != 0 && user != own && user != 0)
            {
                socket.Dispose();
                return new GatewayError(ErrorCode.Unavailable, $"{path} is user {user}'s, not {own}'s");
            }
            client = new AdminClient(socket, path);
            return null;
        }
        catch (Exception fault) when (fault is SocketException or ArgumentException)
        {
            socket.Dispose();
            return new GatewayError(ErrorCode.Unavailable,
                $"no gateway answers at {path}: {fault.Message}; it is open to the gateway's own user and to root");
        }
    }

    /// <summary>Asks, once, and waits for as long as it takes.</summary>
    /// <param name="request">What.</param>
    /// <param name="progress">Told what a swap is doing.</param>
    /// <param name="cancel">Ends the wait, and with it a swap that has not taken over.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<AdminAnswer> AskAsync(AdminRequest request, Action<string> progress, CancellationToken cancel)
    {
        try
        {
            string json = JsonSerializer.Serialize(request, AdminJson.Default.AdminRequest);
            ReadOnlyMemory<byte> line = Encoding.UTF8.GetBytes(json + "\n");
            try
            {
                while (!line.IsEmpty)
                    line = line[await _socket.SendAsync(line, cancel)..];
            }
            catch (SocketException)
            {
                // Refused before it was heard; why is there to be read.
            }
            return await ReadAsync(progress, cancel);
        }
        catch (Exception fault) when (fault is SocketException or JsonException)
        {
            return new AdminAnswer { Error = $"{_path}: {fault.Message}" };
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<AdminAnswer> ReadAsync(Action<string> progress, CancellationToken cancel)
    {
        byte[] bytes = new byte[4096];
        int count = 0;
        while (true)
        {
            int end;
            while ((end = bytes.AsSpan(0, count).IndexOf((byte)'\n')) < 0)
            {
                if (count == bytes.Length && bytes.Length >= MostBytes)
                    return new AdminAnswer { Error = $"{_path}: an answer of more than {MostBytes} bytes" };
                if (count == bytes.Length)
                    Array.Resize(ref bytes, 2 * bytes.Length);
                int read = await _socket.ReceiveAsync(bytes.AsMemory(count), cancel);
                if (read == 0)
                    return new AdminAnswer { Error = $"{_path}: the gateway has closed the connection" };
                count += read;
            }
            AdminAnswer answer =
                JsonSerializer.Deserialize(bytes.AsSpan(0, end), AdminAnswerJson.Default.AdminAnswer)!;
            if (answer.Progress is null)
                return answer;
            progress(answer.Progress);
            bytes.AsSpan((end + 1)..count).CopyTo(bytes);
            count -= end + 1;
        }
    }
}
