using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace PolicyGate.Gateway.Telemetry;

/// <summary>One instrument's series, under the name that Prometheus has for it.</summary>
internal sealed class MetricFamily
{
    // OpenTelemetry's name for what is beyond a limit: https://opentelemetry.io/docs/specs/otel/metrics/sdk/
    private static readonly KeyValuePair<string, object?>[] OverflowTags = [new("otel.metric.overflow", "true")];

    private static readonly Comparer<MetricSeries> ByLabels =
        Comparer<MetricSeries>.Create((a, b) => a.Labels.Span.SequenceCompareTo(b.Labels.Span));

    private readonly SeriesTable _series = new();
    private readonly double[] _bounds;
    private readonly int _limit;
    private readonly MetricSeries _overflow;
    private MetricSeries[] _sorted = [];
    private long _overflowed;

    /// <param name="instrument">What measures.</param>
    /// <param name="limit">Series at most, and one more for the rest.</param>
    public MetricFamily(Instrument instrument, int limit)
    {
        Kind = KindOf(instrument);
        Name = PrometheusNames.Of(instrument, Kind);
        _limit = limit;
        _bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? [];
        _overflow = Make(OverflowTags);
        // Written at every scrape: once is enough to make them.
        Utf8Name = Encoding.UTF8.GetBytes(Name);
        Head = Encoding.UTF8.GetBytes(
            $"# HELP {Name} {PrometheusNames.Escape(instrument.Description ?? "")}\n# TYPE {Name} {TypeOf(Kind)}\n");
        Buckets = [.. _bounds.Select(Bucket), "le=\"+Inf\"} "u8.ToArray()];
    }

    public string Name { get; }

    public MetricKind Kind { get; }

    public ReadOnlyMemory<byte> Utf8Name { get; }

    /// <summary>The lines above its series.</summary>
    public ReadOnlyMemory<byte> Head { get; }

    /// <summary>How the line of each bucket of a histogram goes on behind its series' labels.</summary>
    public IReadOnlyList<byte[]> Buckets { get; }

    /// <summary>Measurements that found no place of their own.</summary>
    public long Overflowed => Volatile.Read(ref _overflowed);

    /// <summary>Those there are, in the order of their labels. Asked by one thread at a time.</summary>
    public ReadOnlySpan<MetricSeries> Series
    {
        get
        {
            bool overflowed = Overflowed > 0;
            if (_sorted.Length != _series.Count + (overflowed ? 1 : 0))
            {
                MetricSeries[] own = [.. _series.All];
                Array.Sort(own, ByLabels);
                _sorted = overflowed ? [.. own, _overflow] : own;
            }
            return _sorted;
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

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter or MetricKind.Total => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    private static byte[] Bucket(double bound) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"le=\"{bound}\"}} "));

    private MetricSeries Make(ReadOnlySpan<KeyValuePair<string, object?>> tags) => Kind switch
    {
        MetricKind.Counter or MetricKind.Level => new SumSeries(tags),
        MetricKind.Histogram => new HistogramSeries(tags, _bounds),
        _ => new LastSeries(tags),
    };
}
