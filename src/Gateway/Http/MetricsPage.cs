using System.Buffers;
using Microsoft.AspNetCore.Http;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Http;

/// <summary><c>/metrics</c>: all that is measured, for Prometheus.</summary>
internal sealed class MetricsPage(MetricCollector collector) : IHttpPage
{
    private int _usualBytes = 16 << 10;

    public string Path => "/metrics";

    public async Task AnswerAsync(HttpContext context)
    {
        // Whole before any of it goes out: however slowly one reads, the next may ask meanwhile.
        var text = new ArrayBufferWriter<byte>(_usualBytes);
        collector.Write(text);
        _usualBytes = text.Capacity;
        context.Response.ContentType = PrometheusText.ContentType;
        context.Response.ContentLength = text.WrittenCount;
        await context.Response.BodyWriter.WriteAsync(text.WrittenMemory, context.RequestAborted);
    }
}
