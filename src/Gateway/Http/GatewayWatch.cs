using System.Net;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Http.Api;
using PolicyGate.Gateway.Http.Dashboard;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Live;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Http;

/// <summary>All that it takes to watch one gateway over HTTP; made only where that is configured.</summary>
internal sealed class GatewayWatch : IAsyncDisposable
{
    private readonly HttpConfig _config;
    private readonly LimitsOptions _limits;
    private readonly TimeProvider _time;
    private readonly WatchedGateway _gateway;
    private readonly MetricCollector _collector;
    private HttpServer? _server;

    /// <summary>From here on everything is counted that the gateway's instruments measure.</summary>
    /// <param name="scope">Of the gateway's meters.</param>
    /// <param name="config">Where, and what of it may be seen and done.</param>
    /// <param name="limits">Of the gateway.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="gateway">What it tells of itself; asked once it listens.</param>
    public GatewayWatch(
        object scope, HttpConfig config, LimitsOptions limits, TimeProvider time, WatchedGateway gateway)
    {
        (_config, _limits, _time, _gateway) = (config, limits, time, gateway);
        _collector = new MetricCollector(scope, limits.MetricSeries);
        Live = new LiveRobots(limits, config.Pictures, time);
    }

    /// <summary>Robots, for those who look.</summary>
    public LiveRobots Live { get; }

    /// <summary>Where it listens: the ports that were given, or those chosen for 0.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => _server?.EndPoints ?? [];

    /// <summary>Measurements that were counted together for want of room.</summary>
    public long Overflowed => _collector.Overflowed;

    /// <summary>Binds.</summary>
    /// <exception cref="IOException">An address cannot be bound.</exception>
    public void Open(ILoggerFactory loggers) =>
        // Binding completes at once; it is Kestrel's method that may not.
        _server = HttpServer.StartAsync(_config, CreatePages(loggers), _limits, loggers, _time)
            .GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _collector.Dispose();
    }

    /// <summary>The one place where a page is added.</summary>
    private GatewayPages CreatePages(ILoggerFactory loggers) => new(
    [
        new DashboardPage(),
        new HealthPage(),
        new ReadinessPage(_gateway.Health),
        new MetricsPage(_collector),
        new GatewayPage(_config, _gateway.Health, _time),
        new RobotsPage(Live, _time),
        new RoutesPage(_gateway.Routes, Live, _time),
        new ShadowsPage(_gateway.Shadows),
        new PoliciesPage(_gateway.Control, _time, loggers.CreateLogger("PolicyGate.Http")),
    ]);
}
