using System.Buffers;
using Microsoft.AspNetCore.Http;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Http;

/// <summary><c>/metrics</c>: all that is measured, for Prometheus.</summary>
internal sealed class MetricsPage(MetricCollector collector) : IHttpPage
{
    private const int FirstBytes = 16 << 10;

    // Of the scrape before, and a page of tens of kilobytes each time would be the process' largest garbage.
    private ArrayBufferWriter<byte>? _free;

    public string Path => "/metrics";

    public async Task AnswerAsync(HttpContext context)
    {
        // Whole before any of it goes out: however slowly one reads, the next may ask meanwhile.
        ArrayBufferWriter<byte> text = Interlocked.Exchange(ref _free, null) ?? new ArrayBufferWriter<byte>(FirstBytes);
        collector.Write(text);
        context.Response.ContentType = PrometheusText.ContentType;
        context.Response.ContentLength = text.WrittenCount;
        await context.Response.BodyWriter.WriteAsync(text.WrittenMemory, context.RequestAborted);
        text.ResetWrittenCount();
        _free = text;
    }
}
