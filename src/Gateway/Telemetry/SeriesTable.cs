namespace PolicyGate.Gateway.Telemetry;

/// <summary>Series by their tags: found without a lock and without allocating, added under one.</summary>
/// <remarks>Open addressing over an array that is replaced whole when one is added: a route's first ticks, and never
/// again.</remarks>
internal sealed class SeriesTable
{
    private readonly Lock _gate = new();
    private volatile MetricSeries?[] _slots = new MetricSeries?[4];

    public int Count { get; private set; }

    /// <summary>All, in no order; what is added meanwhile may be missing.</summary>
    public IEnumerable<MetricSeries> All => _slots.OfType<MetricSeries>();

    public MetricSeries? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        MetricSeries?[] slots = _slots;
        int hash = MetricSeries.HashOf(tags);
        for (int i = hash & (slots.Length - 1); ; i = (i + 1) & (slots.Length - 1))
        {
            MetricSeries? series = slots[i];
            if (series is null || (series.Hash == hash && series.HasTags(tags)))
                return series;
        }
    }

    /// <param name="made">For the tags; let go where there is no place or another thread was faster.</param>
    /// <param name="tags">Its own.</param>
    /// <param name="limit">Series at most.</param>
    /// <returns>The one with these tags; null where there is no place for it.</returns>
    public MetricSeries? Add(MetricSeries made, ReadOnlySpan<KeyValuePair<string, object?>> tags, int limit)
    {
        lock (_gate)
        {
            if (Find(tags) is { } found)
                return found;
            if (Count >= limit)
                return null;
            Count++;
            // Half of it stays empty: a search ends there.
            var slots = new MetricSeries?[_slots.Length < Count * 2 ? _slots.Length * 2 : _slots.Length];
            foreach (MetricSeries series in All.Append(made))
                Put(slots, series);
            _slots = slots;
            return made;
        }
    }

    private static void Put(MetricSeries?[] slots, MetricSeries series)
    {
        int i = series.Hash & (slots.Length - 1);
        while (slots[i] is not null)
            i = (i + 1) & (slots.Length - 1);
        slots[i] = series;
    }
}
