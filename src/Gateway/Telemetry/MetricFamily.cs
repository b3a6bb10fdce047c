using System.Diagnostics.Metrics;

namespace PolicyGate.Gateway.Telemetry;

/// <summary>One instrument's series, under the name that Prometheus has for it.</summary>
internal sealed class MetricFamily
{
    // OpenTelemetry's name for what is beyond a limit: https://opentelemetry.io/docs/specs/otel/metrics/sdk/
    private static readonly KeyValuePair<string, object?>[] OverflowTags = [new("otel.metric.overflow", "true")];

    private readonly SeriesTable _series = new();
    private readonly double[] _bounds;
    private readonly int _limit;
    private readonly MetricSeries _overflow;
    private long _overflowed;

    /// <param name="instrument">What measures.</param>
    /// <param name="limit">Series at most, and one more for the rest.</param>
    public MetricFamily(Instrument instrument, int limit)
    {
        Kind = KindOf(instrument);
        Name = PrometheusNames.Of(instrument, Kind);
        Help = instrument.Description ?? "";
        _limit = limit;
        _bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? [];
        _overflow = Make(OverflowTags);
    }

    public string Name { get; }

    public string Help { get; }

    public MetricKind Kind { get; }

    /// <summary>Measurements that found no place of their own.</summary>
    public long Overflowed => Volatile.Read(ref _overflowed);

    /// <summary>Those there are, in the order of their labels.</summary>
    public IEnumerable<MetricSeries> Series
    {
        get
        {
            IEnumerable<MetricSeries> own = _series.All.OrderBy(
                series => series.Labels, Comparer<ReadOnlyMemory<byte>>.Create(
                    static (a, b) => a.Span.SequenceCompareTo(b.Span)));
            return Overflowed > 0 ? own.Append(_overflow) : own;
        }
    }

    /// <summary>Any thread's; allocates for a series' first measurement alone.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        MetricSeries? series = _series.Find(tags);
        if (series is null && _series.Count < _limit)
            series = _series.Add(Make(tags), tags, _limit);
        if (series is null)
        {
            series = _overflow;
            Interlocked.Increment(ref _overflowed);
        }
        series.Record(value);
    }

    private static MetricKind KindOf(Instrument instrument)
    {
        // .NET publishes these two as if they only grew.
        if (instrument.Name is "dotnet.thread_pool.thread.count" or "dotnet.thread_pool.queue.length")
            return MetricKind.Gauge;
        Type type = instrument.GetType().GetGenericTypeDefinition();
        if (type == typeof(Counter<>))
            return MetricKind.Counter;
        if (type == typeof(UpDownCounter<>))
            return MetricKind.Level;
        if (type == typeof(Histogram<>))
            return MetricKind.Histogram;
        return type == typeof(ObservableCounter<>) ? MetricKind.Total : MetricKind.Gauge;
    }

    private MetricSeries Make(ReadOnlySpan<KeyValuePair<string, object?>> tags) => Kind switch
    {
        MetricKind.Counter or MetricKind.Level => new SumSeries(tags),
        MetricKind.Histogram => new HistogramSeries(tags, _bounds),
        _ => new LastSeries(tags),
    };
}
