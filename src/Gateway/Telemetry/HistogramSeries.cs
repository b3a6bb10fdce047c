namespace PolicyGate.Gateway.Telemetry;

/// <summary>Measurements counted by size.</summary>
internal sealed class HistogramSeries(ReadOnlySpan<KeyValuePair<string, object?>> tags, double[] bounds)
    : MetricSeries(tags)
{
    // Bounds ascend and lie within their buckets; the last bucket has none.
    private readonly long[] _counts = new long[bounds.Length + 1];
    private double _sum;

    /// <summary>All measurements added up; may be ahead of, or behind, the counts by those under way.</summary>
    public double Sum => Volatile.Read(ref _sum);

    /// <summary>Measurements in one bucket, not in those below.</summary>
    public long Count(int bucket) => Volatile.Read(ref _counts[bucket]);

    public override void Record(double value)
    {
        // Some seventeen: as fast as a search by halves, and one of a tick's eight.
        int bucket = 0;
        while (bucket < bounds.Length && !(value <= bounds[bucket]))
            bucket++;
        Interlocked.Increment(ref _counts[bucket]);
        Add(ref _sum, value);
    }
}
