using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PolicyGate.Tests.Fixtures;

/// <summary>HTTP/2 by hand, for what no client would send: https://www.rfc-editor.org/rfc/rfc9113</summary>
internal sealed class Http2Socket : IDisposable
{
    public const byte Data = 0, Headers = 1, Reset = 3, Settings = 4, Ping = 6, GoAway = 7, WindowUpdate = 8;
    public const byte Continuation = 9;
    public const byte EndStream = 1, Acknowledge = 1, EndHeaders = 4;
    private const int HeadSize = 9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _patience = new(Patience);

    public Http2Socket(IPEndPoint server) => _socket.Connect(server);

    /// <summary>As every client begins; with settings of the test's own.</summary>
    public async Task<Http2Socket> Begin(params (ushort Setting, uint Value)[] settings)
    {
        var payload = new byte[settings.Length * 6];
        for (int i = 0; i < settings.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(i * 6), settings[i].Setting);
            BinaryPrimitives.WriteUInt32BigEndian(payload.AsSpan(i * 6 + 2), settings[i].Value);
        }
        await Write([.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, payload)]);
        return this;
    }

    /// <returns>False where the server has closed the connection.</returns>
    public async Task<bool> Write(byte[] bytes)
    {
        try
        {
            for (int sent = 0; sent < bytes.Length;)
                sent += await _socket.SendAsync(bytes.AsMemory(sent), _patience.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>A call's headers, as gRPC has them.</summary>
    public static byte[] Call(int stream, string path, byte flags = EndHeaders) => Frame(Headers, flags, stream,
        Block((":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "robot"),
            ("content-type", "application/grpc"), ("te", "trailers")));

    public static byte[] Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeadSize + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(HeadSize));
        return frame;
    }

    /// <summary>Headers, each a literal that is not indexed.</summary>
    public static byte[] Block(params (string Name, string Value)[] headers) =>
        [.. headers.SelectMany(header => (byte[])[0, .. Literal(header.Name), .. Literal(header.Value)])];

    /// <summary>A string of HPACK, without Huffman's code.</summary>
    public static byte[] Literal(string text)
    {
        var bytes = new List<byte>();
        int rest = text.Length - 0x7f;
        bytes.Add((byte)Math.Min(text.Length, 0x7f));
        for (; rest >= 0x80; rest >>= 7)
            bytes.Add((byte)(rest | 0x80));
        if (text.Length >= 0x7f)
            bytes.Add((byte)rest);
        return [.. bytes, .. Encoding.ASCII.GetBytes(text)];
    }

    /// <returns>The next frame; null where the connection has ended.</returns>
    public async Task<(byte Type, int Stream, byte[] Payload)?> Read()
    {
        byte[]? head = await Read(HeadSize);
        if (head is null || await Read(BinaryPrimitives.ReadInt32BigEndian(head) >>> 8) is not { } payload)
            return null;
        return (head[3], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload);
    }

    /// <summary>Reads until a frame of this type comes.</summary>
    public async Task<(int Stream, byte[] Payload)> Until(byte type)
    {
        while (true)
        {
            (byte Type, int Stream, byte[] Payload) frame = (await Read()).ShouldNotBeNull("the connection ended");
            if (frame.Type == type)
                return (frame.Stream, frame.Payload);
        }
    }

    /// <summary>Reads until the connection ends.</summary>
    /// <returns>The error code of the server's GOAWAY; null where it sent none.</returns>
    public async Task<uint?> UntilEnd()
    {
        uint? code = null;
        while (await Read() is { } frame)
        {
            if (frame.Type == GoAway)
                code = BinaryPrimitives.ReadUInt32BigEndian(frame.Payload.AsSpan(4));
        }
        return code;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _patience.Dispose();
    }

    private async Task<byte[]?> Read(int count)
    {
        var bytes = new byte[count];
        try
        {
            for (int filled = 0; filled < count;)
            {
                int read = await _socket.ReceiveAsync(bytes.AsMemory(filled), _patience.Token);
                if (read == 0)
                    return null;
                filled += read;
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            return null;
        }
        return bytes;
    }
}
