using Microsoft.AspNetCore.Http;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Http;

/// <summary><c>/metrics</c>: all that is measured, for Prometheus.</summary>
internal sealed class MetricsPage(MetricCollector collector) : IHttpPage
{
    public string Path => "/metrics";

    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = PrometheusText.ContentType;
        // Into Kestrel's pages, whoever reads how slowly: the next one may ask meanwhile.
        collector.Write(context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
