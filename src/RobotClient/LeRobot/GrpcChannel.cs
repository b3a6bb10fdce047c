using System.Net;
using System.Net.Http.Headers;
using PolicyGate.Formats.Grpc;
using PolicyGate.RobotClient.LeRobot.Server;

namespace PolicyGate.RobotClient.LeRobot;

/// <summary>One HTTP/2 connection to a gRPC server, without TLS.</summary>
internal sealed class GrpcChannel : IDisposable
{
    // As of a gRPC client that does not wait for windows: a stock answer of 175 KB comes at once.
    private const int WindowBytes = 1 << 20;

    // Of what a server says, which is told to people.
    private const int TextCharacters = 1000;

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
            // What a robot sees goes to the server that was named, and only its actions move it.
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        _client = new HttpClient(handler, disposeHandler: true)
        {
            Timeout = Timeout.InfiniteTimeSpan,
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

    /// <summary>Calls a method.</summary>
    /// <param name="method">As <c>Ready</c>.</param>
    /// <param name="request">Goes with the call.</param>
    /// <param name="answerBytes">Of the answer at most.</param>
    /// <param name="deadline">How long all of it may take; the server is told.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <returns>The answer's body: a message with its prefix, or nothing.</returns>
    /// <exception cref="GrpcException">The server ended it with another status than OK.</exception>
    /// <exception cref="IOException">The server is not there, or not in time.</exception>
    public async Task<byte[]> Call(
        string method, HttpContent request, long answerBytes, TimeSpan deadline, CancellationToken cancel)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(deadline);
        try
        {
            using HttpResponseMessage response = await Begin(method, request, deadline, late.Token);
            await response.Content.LoadIntoBufferAsync(answerBytes, late.Token);
            ThrowIfFailed(response, method);
            return await response.Content.ReadAsByteArrayAsync(late.Token);
        }
        catch (Exception failure)
            when (failure is IOException or HttpRequestException && cancel.IsCancellationRequested)
        {
            // A stream that is given up ends in one way or another.
            throw new OperationCanceledException($"{method}: given up", failure, cancel);
        }
        catch (HttpRequestException failure)
        {
            throw new IOException($"{method}: {failure.Message}", failure);
        }
        catch (OperationCanceledException failure) when (!cancel.IsCancellationRequested)
        {
            throw new IOException($"{method}: no answer within {deadline.TotalSeconds:0.###} s", failure);
        }
    }

    /// <summary>Calls a method; returns when the answer's headers are here.</summary>
    public async Task<HttpResponseMessage> Begin(
        string method, HttpContent request, TimeSpan deadline, CancellationToken cancel)
    {
        using HttpRequestMessage message = Message(method, request, deadline);
        return await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel);
    }

    private HttpRequestMessage Message(string method, HttpContent request, TimeSpan deadline)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, $"{_service}/{method}")
        {
            Content = request,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        message.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        message.Headers.Add("grpc-timeout", GrpcTimeout.Format(deadline));
        return message;
    }

    /// <param name="response">Read to its end.</param>
    /// <param name="method">For the message.</param>
    /// <exception cref="GrpcException">It ended with another status than OK.</exception>
    /// <exception cref="IOException">It is not gRPC's.</exception>
    public static void ThrowIfFailed(HttpResponseMessage response, string method)
    {
        string? status = Of(response, "grpc-status");
        if (response.StatusCode == HttpStatusCode.OK && status == "0")
            return;
        string text = GrpcMessageText.Decode(Of(response, "grpc-message") ?? "");
        if (text.Length > TextCharacters)
            text = $"{text[..TextCharacters]}…";
        if (response.StatusCode != HttpStatusCode.OK || !Enum.TryParse(status, out GrpcStatusCode code))
        {
            throw new IOException(
                $"{method}: HTTP {(int)response.StatusCode}, grpc-status {status ?? "missing"} {text}");
        }
        throw new GrpcException(code, $"{method}: {code}: {text}");
    }

    public void Dispose() => _client.Dispose();

    // An answer that is a status alone has it among its headers.
    private static string? Of(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out IEnumerable<string>? values)
            || response.Headers.TryGetValues(name, out values) ? values.First() : null;
}
