using System.Text;

namespace PolicyGate.Gateway.Telemetry;

/// <summary>One metric's measurements with the same tags. Recorded by any number of threads, read by another.</summary>
internal abstract class MetricSeries
{
    private readonly KeyValuePair<string, object?>[] _tags;

    /// <param name="tags">Copied.</param>
    protected MetricSeries(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        _tags = tags.ToArray();
        Hash = HashOf(tags);
        Labels = Encoding.UTF8.GetBytes(string.Join(',', _tags.Select(PrometheusNames.Label)));
    }

    public int Hash { get; }

    /// <summary>As <c>route="main",stage="run"</c>, in UTF-8, made once.</summary>
    public ReadOnlyMemory<byte> Labels { get; }

    public static int HashOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        int hash = tags.Length;
        foreach ((_, object? value) in tags)
            hash = (hash * 31) + (value?.GetHashCode() ?? 0);
        return hash;
    }

    public abstract void Record(double value);

    public bool HasTags(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length != _tags.Length)
            return false;
        for (int i = 0; i < tags.Length; i++)
        {
            if (tags[i].Key != _tags[i].Key || !Equals(tags[i].Value, _tags[i].Value))
                return false;
        }
        return true;
    }

    /// <summary>Without a lock: robots' threads wait for nobody here.</summary>
    protected static void Add(ref double sum, double value)
    {
        double seen = Volatile.Read(ref sum);
        while (true)
        {
            double before = Interlocked.CompareExchange(ref sum, seen + value, seen);
            // By its bits: what is no number equals nothing.
            if (BitConverter.DoubleToInt64Bits(before) == BitConverter.DoubleToInt64Bits(seen))
                return;
            seen = before;
        }
    }
}
