using System.Net;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Health;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Http;

/// <summary>All that it takes to watch one gateway over HTTP; made only where that is configured.</summary>
internal sealed class GatewayWatch : IAsyncDisposable
{
    private readonly MetricCollector _collector;
    private readonly PolicyMetrics _policies;
    private readonly ProcessMetrics _process;
    private readonly GatewayPages _pages;
    private HttpServer? _server;

    /// <summary>From here on everything is counted that the gateway's instruments measure.</summary>
    /// <param name="gateway">The scope of its meters.</param>
    /// <param name="limits">Of it.</param>
    /// <param name="health">How it is now; asked once it listens.</param>
    /// <param name="policies">Those configured; likewise.</param>
    public GatewayWatch(
        object gateway, LimitsOptions limits, Func<GatewayHealth> health, Func<IEnumerable<PolicyHandle>> policies)
    {
        _collector = new MetricCollector(gateway, limits.MetricSeries);
        _policies = new PolicyMetrics(health, policies, gateway);
        _process = new ProcessMetrics(() => _collector.Overflowed, gateway);
        _pages = new GatewayPages(health, _collector);
    }

    /// <summary>Where it listens: the ports that were given, or those chosen for 0.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => _server?.EndPoints ?? [];

    /// <summary>Binds.</summary>
    /// <exception cref="IOException">An address cannot be bound.</exception>
    public void Open(HttpConfig config, LimitsOptions limits, ILoggerFactory loggers, TimeProvider time) =>
        // Binding completes at once; it is Kestrel's method that may not.
        _server = HttpServer.StartAsync(config, _pages, limits, loggers, time).GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _process.Dispose();
        _policies.Dispose();
        _collector.Dispose();
    }
}
