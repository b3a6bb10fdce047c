using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace PolicyGate.Tests.Fixtures.Otlp;

/// <summary>An OpenTelemetry collector that keeps what it gets; by HTTP, or by gRPC.</summary>
internal sealed class OtlpCollector : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private const int GrpcPrefixBytes = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<OtlpMessage> _traces = new();
    private readonly ConcurrentQueue<OtlpMessage> _metrics = new();
    private readonly ConcurrentQueue<Dictionary<string, string>> _headers = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly KestrelServer _kestrel;
    private readonly bool _grpc;
    private readonly bool _answers;
    private ListenOptions _listening = null!;
    private int _requests;

    private OtlpCollector(bool grpc, bool answers)
    {
        (_grpc, _answers) = (grpc, answers);
        var options = new KestrelServerOptions();
        options.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1;
            _listening = listen;
        });
        _kestrel = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }

    /// <summary>As for <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public string Address => $"http://{_listening.IPEndPoint}";

    /// <summary>Requests that have come, answered or not.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Of each request that was answered.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> Headers => _headers;

    /// <summary>All spans so far.</summary>
    public IReadOnlyList<OtlpSpan> Spans => [.. _traces.SelectMany(m => m.Path(1, 2, 2)).Select(OtlpSpan.Of)];

    /// <summary>Those of the last export that has this one; each has all, with what was added.</summary>
    public IReadOnlyDictionary<string, OtlpMetric> Metrics(string with)
    {
        foreach (OtlpMessage message in _metrics.Reverse())
        {
            Dictionary<string, OtlpMetric> metrics = message.Path(1, 2, 2).Select(OtlpMetric.Of)
                .ToDictionary(metric => metric.Name);
            if (metrics.ContainsKey(with))
                return metrics;
        }
        return new Dictionary<string, OtlpMetric>();
    }

    /// <summary>What sent the spans says of itself.</summary>
    public IReadOnlyDictionary<string, object> Resource =>
        _traces.Concat(_metrics).First().Path(1, 1).First().Attributes(1);

    /// <param name="grpc">Whether it speaks gRPC, and no HTTP/1.1.</param>
    /// <param name="answers">Whether it ever answers.</param>
    public static async Task<OtlpCollector> Start(bool grpc = false, bool answers = true)
    {
        var collector = new OtlpCollector(grpc, answers);
        await collector._kestrel.StartAsync(collector, CancellationToken.None);
        return collector;
    }

    /// <summary>The variables that lead there, every fifth of a second.</summary>
    public string[] Variables(params string[] further) =>
    [
        $"OTEL_EXPORTER_OTLP_ENDPOINT={Address}", $"OTEL_EXPORTER_OTLP_PROTOCOL={(_grpc ? "grpc" : "http/protobuf")}",
        "OTEL_BSP_SCHEDULE_DELAY=200", "OTEL_METRIC_EXPORT_INTERVAL=200", .. further,
    ];

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public async Task ProcessRequestAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (!_answers)
        {
            await _ended.Task;
            return;
        }
        _headers.Enqueue(context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        byte[] message = body.ToArray()[(_grpc ? GrpcPrefixBytes : 0)..];
        switch (context.Request.Path.Value)
        {
            case "/v1/traces":
            case "/opentelemetry.proto.collector.trace.v1.TraceService/Export":
                _traces.Enqueue(new OtlpMessage(message));
                break;
            case "/v1/metrics":
            case "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export":
                _metrics.Enqueue(new OtlpMessage(message));
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
        }
        context.Response.ContentType = _grpc ? "application/grpc" : "application/x-protobuf";
        if (!_grpc)
            return;
        await context.Response.Body.WriteAsync(new byte[GrpcPrefixBytes], context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
        // It holds nothing.
    }

    public async ValueTask DisposeAsync()
    {
        _ended.TrySetResult();
        using var patience = new CancellationTokenSource(TimeSpan.Zero);
        await _kestrel.StopAsync(patience.Token).WaitAsync(Patience);
        _kestrel.Dispose();
    }
}
