using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Wires.Grpc;

namespace PolicyGate.Gateway.Http;

/// <summary>
/// HTTP/1.1 for those who watch the gateway, on Kestrel: docs/decisions/0021-metrics-and-services.md.
/// </summary>
/// <remarks>Nothing of Kestrel is loaded before the first one starts.</remarks>
internal sealed class HttpServer : IAsyncDisposable
{
    // A scrape is never worth more of the end.
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(1);

    // What Kestrel looks at is looked at once a second, and it refuses limits that are shorter.
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1.1);

    private readonly KestrelServer _kestrel;
    private readonly IReadOnlyList<ListenOptions> _listening;
    private readonly TimeProvider _time;

    private HttpServer(KestrelServer kestrel, IReadOnlyList<ListenOptions> listening, TimeProvider time) =>
        (_kestrel, _listening, _time) = (kestrel, listening, time);

    /// <summary>Where it listens: the ports that were given, or those chosen for 0.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => [.. _listening.Select(listening => listening.IPEndPoint!)];

    /// <summary>Binds; requests come as soon as this completes.</summary>
    /// <exception cref="IOException">An address cannot be bound.</exception>
    public static async Task<HttpServer> StartAsync(
        HttpConfig config, GatewayPages pages, LimitsOptions limits, ILoggerFactory loggers, TimeProvider time)
    {
        var bounded = new BoundedLoggers(loggers, new GrpcLogBudget(limits.RobotLogLines, time));
        ILogger logger = bounded.CreateLogger("PolicyGate.Http");
        var options = new KestrelServerOptions { AddServerHeader = false };
        Apply(limits, options.Limits);
        var door = new HttpDoor(config, limits.HttpConnections, logger);
        List<ListenOptions> listening = [];
        foreach (IPEndPoint endPoint in config.EndPoints)
        {
            options.Listen(endPoint, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(door.Admit);
                listening.Add(listen);
            });
        }
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), bounded);
        var kestrel = new KestrelServer(Options.Create(options), transport, bounded);
        try
        {
            var application = new HttpApplication(config, pages, limits.HttpBodyBytes, logger);
            await kestrel.StartAsync(application, CancellationToken.None);
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            kestrel.Dispose();
            throw new IOException(
                $"cannot listen on {string.Join(", ", config.EndPoints)} (Http:Endpoint): {fault.Message}", fault);
        }
        var server = new HttpServer(kestrel, listening, time);
        Log.Listening(loggers.CreateLogger("PolicyGate.Http"), string.Join(", ", server.EndPoints), pages.Known);
        return server;
    }

    /// <summary>Stops accepting and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(StopTime, _time);
        await _kestrel.StopAsync(patience.Token);
        _kestrel.Dispose();
    }

    private static void Apply(LimitsOptions limits, KestrelServerLimits kestrel)
    {
        // Counted at the door.
        kestrel.MaxConcurrentConnections = null;
        kestrel.MaxRequestHeadersTotalSize = limits.HttpHeaderBytes;
        kestrel.MaxRequestLineSize = Math.Min(kestrel.MaxRequestLineSize, limits.HttpHeaderBytes);
        kestrel.RequestHeadersTimeout = AtLeast(limits.HttpRequestTime);
        kestrel.KeepAliveTimeout = AtLeast(limits.HttpIdleTime);
        // A GET has none; a POST's is let in once it is clear whose it is.
        kestrel.MaxRequestBodySize = 0;
    }

    private static TimeSpan AtLeast(TimeSpan time) => time > LeastTime ? time : LeastTime;
}
