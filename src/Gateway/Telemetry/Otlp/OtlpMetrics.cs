using System.Diagnostics.Metrics;

namespace PolicyGate.Gateway.Telemetry.Otlp;

/// <summary>How exporting goes; meter <c>PolicyGate.Otlp</c>.</summary>
internal sealed class OtlpMetrics : IDisposable
{
    // The SDK's own, of all that it is done with:
    // https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/#metric-otelsdkprocessorspanprocessed
    private const string SdkMeter = "otel.sdk.experimental";
    private const string Processed = "otel.sdk.processor.span.processed";
    private const string ErrorTag = "error.type";
    private const string QueueFull = "queue_full";

    private readonly Meter _meter;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _dropped;
    private readonly MeterListener _sdk = new();

    /// <param name="gateway">The meter's scope.</param>
    public OtlpMetrics(object gateway)
    {
        _meter = new Meter("PolicyGate.Otlp", version: null, tags: null, scope: gateway);
        _failures = _meter.CreateCounter<long>(
            "policygate.otlp.failures", "{request}", "Requests to the collector that failed; what was in them is lost");
        _dropped = _meter.CreateCounter<long>(
            "policygate.otlp.dropped", "{span}", "Spans that found no room among those that wait for the collector");
        _sdk.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == SdkMeter && instrument.Name == Processed)
                listener.EnableMeasurementEvents(instrument);
        };
        _sdk.SetMeasurementEventCallback<long>((_, spans, tags, _) => CountDropped(spans, tags));
        _sdk.Start();
    }

    public void Failed() => _failures.Add(1);

    public void Dispose()
    {
        _sdk.Dispose();
        _meter.Dispose();
    }

    private void CountDropped(long spans, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach ((string key, object? value) in tags)
        {
            if (key == ErrorTag && value is QueueFull)
                _dropped.Add(spans);
        }
    }
}
