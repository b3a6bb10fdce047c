using System.Net;
using System.Net.Http.Headers;
using PolicyGate.Formats.Grpc;

namespace PolicyGate.RobotClient.LeRobot;

/// <summary>One HTTP/2 connection to a gRPC server, without TLS.</summary>
internal sealed class GrpcChannel : IDisposable
{
    // As of a gRPC client that does not wait for windows: a stock answer of 175 KB comes at once.
    private const int WindowBytes = 1 << 20;

    private readonly HttpClient _client;
    private readonly string _service;

    /// <param name="address">As <c>127.0.0.1:8080</c>.</param>
    /// <param name="service">As <c>transport.AsyncInference</c>.</param>
    public GrpcChannel(string address, string service)
    {
        _service = service;
        var handler = new SocketsHttpHandler
        {
            InitialHttp2StreamWindowSize = WindowBytes,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            UseProxy = false,
        };
        _client = new HttpClient(handler, disposeHandler: true)
        {
            BaseAddress = new Uri($"http://{address}/"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    /// <summary>A message of one field of bytes, its first, or of none.</summary>
    public static HttpContent Content(ReadOnlySpan<byte> field = default)
    {
        var content = new byte[GrpcPrefix.Size + ProtobufWriter.MaximumHead + field.Length];
        var message = new ProtobufWriter(content.AsSpan(GrpcPrefix.Size));
        if (!field.IsEmpty)
            message.Bytes(1, field);
        new GrpcPrefix(0, (uint)message.Position).Write(content);
        return new ByteArrayContent(content, 0, GrpcPrefix.Size + message.Position);
    }

    /// <summary>Calls a method whose answer says nothing.</summary>
    /// <exception cref="IOException">It ended with another status than OK.</exception>
    public async Task Call(string method, HttpContent request)
    {
        using HttpResponseMessage response = await Begin(method, request);
        await response.Content.CopyToAsync(Stream.Null);
        ThrowIfFailed(response, method);
    }

    /// <summary>Calls a method; returns when the answer's headers are here.</summary>
    public async Task<HttpResponseMessage> Begin(string method, HttpContent request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"{_service}/{method}")
        {
            Content = request,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        message.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        return await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <param name="response">Read to its end.</param>
    /// <param name="method">For the message.</param>
    /// <exception cref="IOException">It ended with another status than OK.</exception>
    public static void ThrowIfFailed(HttpResponseMessage response, string method)
    {
        string? status = Of(response, "grpc-status");
        if (response.StatusCode != HttpStatusCode.OK || status != "0")
        {
            throw new IOException($"{method}: HTTP {(int)response.StatusCode}, grpc-status {status ?? "missing"} "
                + Uri.UnescapeDataString(Of(response, "grpc-message") ?? ""));
        }
    }

    public void Dispose() => _client.Dispose();

    // An answer that is a status alone has it among its headers.
    private static string? Of(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out IEnumerable<string>? values)
            || response.Headers.TryGetValues(name, out values) ? values.First() : null;
}
