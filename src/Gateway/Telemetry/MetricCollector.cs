using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace PolicyGate.Gateway.Telemetry;

/// <summary>
/// Keeps what the instruments of one gateway measure, and .NET's own of the process, for Prometheus to fetch.
/// </summary>
/// <remarks>A tick's measurements go through here on the robot's thread: no lock, and nothing is allocated.</remarks>
internal sealed class MetricCollector : IDisposable
{
    /// <summary>.NET's own of the process.</summary>
    public const string RuntimeMeter = "System.Runtime";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = [];
    private readonly Lock _writing = new();
    private MetricFamily[] _sorted = [];

    /// <param name="gateway">The scope of the meters that are kept.</param>
    /// <param name="seriesLimit">Series of one instrument at most.</param>
    public MetricCollector(object gateway, int seriesLimit)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == gateway || instrument.Meter.Name == RuntimeMeter)
            {
                MetricFamily family = _families.GetOrAdd(instrument, added => new MetricFamily(added, seriesLimit));
                listener.EnableMeasurementEvents(instrument, family);
            }
        };
        _listener.SetMeasurementEventCallback<long>(
            static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(
            static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(
            static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>Measurements that were counted together for want of room.</summary>
    public long Overflowed => _families.Values.Sum(family => family.Overflowed);

    /// <summary>All that there is, as of now, in Prometheus' text format; one call after the other.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        lock (_writing)
        {
            _listener.RecordObservableInstruments();
            if (_sorted.Length != _families.Count)
                _sorted = [.. _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal)];
            var text = new PrometheusText(output);
            foreach (MetricFamily family in _sorted)
                text.Write(family);
        }
    }

    public void Dispose() => _listener.Dispose();
}
