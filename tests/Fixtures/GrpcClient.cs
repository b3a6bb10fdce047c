using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using PolicyGate.Formats.Grpc;

namespace PolicyGate.Tests.Fixtures;

/// <summary>
/// A small gRPC client, on one HTTP/2 connection of its own; it neither retries nor minds deadlines itself.
/// </summary>
internal sealed class GrpcClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SocketsHttpHandler _handler = new() { EnableMultipleHttp2Connections = false, UseProxy = false };
    private readonly HttpMessageInvoker _http;
    private readonly IPEndPoint _server;

    public GrpcClient(IPEndPoint server) => (_server, _http) = (server, new HttpMessageInvoker(_handler));

    /// <summary>One message each way.</summary>
    public Task<GrpcAnswer> Unary(
        string path, ReadOnlySpan<byte> message, TimeSpan? deadline = null, CancellationToken cancel = default,
        params ReadOnlySpan<(string Name, string Value)> headers)
    {
        HttpRequestMessage request = Request(path, new GrpcUpload().Message(message).End(), deadline);
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Call(request, cancel);
    }

    /// <summary>Any number of messages there, one back.</summary>
    public Task<GrpcAnswer> Stream(
        string path, IEnumerable<byte[]> messages, TimeSpan? deadline = null, CancellationToken cancel = default,
        params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var upload = new GrpcUpload();
        foreach (byte[] message in messages)
            upload.Message(message);
        HttpRequestMessage request = Request(path, upload.End(), deadline);
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Call(request, cancel);
    }

    /// <summary>What the test writes, when it writes it.</summary>
    public Task<GrpcAnswer> Call(
        string path, GrpcUpload upload, TimeSpan? deadline = null, CancellationToken cancel = default) =>
        Call(Request(path, upload, deadline), cancel);

    /// <summary>A request as the test made it; for what is no gRPC.</summary>
    public Task<HttpResponseMessage> Send(HttpRequestMessage request) =>
        _http.SendAsync(request, CancellationToken.None).WaitAsync(Patience);

    /// <summary>A request as gRPC has it.</summary>
    public HttpRequestMessage Request(string path, HttpContent content, TimeSpan? deadline = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{_server}{path}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (deadline is { } time)
            request.Headers.Add("grpc-timeout", GrpcTimeout.Format(time));
        return request;
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private async Task<GrpcAnswer> Call(HttpRequestMessage request, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        using HttpRequestMessage sent = request;
        using HttpResponseMessage response = await _http.SendAsync(request, patience.Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        byte[] body = await response.Content.ReadAsByteArrayAsync(patience.Token);
        bool isTrailersOnly = response.Headers.Contains("grpc-status");
        HttpResponseHeaders trailers = isTrailersOnly ? response.Headers : response.TrailingHeaders;
        var status = new GrpcStatus(
            (GrpcStatusCode)int.Parse(trailers.GetValues("grpc-status").Single(), CultureInfo.InvariantCulture),
            trailers.TryGetValues("grpc-message", out var text) ? GrpcMessageText.Decode(text.Single()) : "");
        return new GrpcAnswer(status, Unframed(body), isTrailersOnly);
    }

    private static byte[]? Unframed(byte[] body)
    {
        if (body.Length == 0)
            return null;
        GrpcPrefix prefix = GrpcPrefix.Read(body);
        prefix.Flag.ShouldBe((byte)0);
        prefix.Length.ShouldBe((uint)(body.Length - GrpcPrefix.Size));
        return body[GrpcPrefix.Size..];
    }
}
