using PolicyGate.Gateway.Health;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Http;

/// <summary>All that is answered, by path: the one place where a page is added.</summary>
internal sealed class GatewayPages
{
    private readonly Dictionary<string, IHttpPage> _pages;

    public GatewayPages(Func<GatewayHealth> health, MetricCollector collector)
    {
        IHttpPage[] pages = [new HealthPage(), new ReadinessPage(health), new MetricsPage(collector)];
        _pages = pages.ToDictionary(page => page.Path, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>As <c>/healthz, /metrics, /readyz</c>.</summary>
    public string Known => string.Join(", ", _pages.Keys.Order(StringComparer.Ordinal));

    /// <returns>Null where there is none.</returns>
    public IHttpPage? Find(string? path) => _pages.GetValueOrDefault(path ?? "");
}
