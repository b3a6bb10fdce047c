namespace PolicyGate.Gateway.Telemetry;

/// <summary>Measurements that come to one number.</summary>
internal abstract class ValueSeries(ReadOnlySpan<KeyValuePair<string, object?>> tags) : MetricSeries(tags)
{
    public abstract double Value { get; }
}
