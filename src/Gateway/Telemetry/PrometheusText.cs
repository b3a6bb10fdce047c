using System.Buffers;
using System.Globalization;
using System.Text;

namespace PolicyGate.Gateway.Telemetry;

/// <summary>Prometheus' text format 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/</summary>
internal sealed class PrometheusText(IBufferWriter<byte> output)
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    // The longest number, as -1.2345678901234567E-308.
    private const int NumberBytes = 32;

    public void Write(MetricFamily family)
    {
        string type = family.Kind switch
        {
            MetricKind.Counter or MetricKind.Total => "counter",
            MetricKind.Histogram => "histogram",
            _ => "gauge",
        };
        Text($"# HELP {family.Name} {PrometheusNames.Escape(family.Help)}\n# TYPE {family.Name} {type}\n");
        foreach (MetricSeries series in family.Series)
        {
            if (series is HistogramSeries histogram)
                Write(family.Name, histogram);
            else
                Sample(family.Name, series.Labels, ((ValueSeries)series).Value);
        }
    }

    private void Write(string name, HistogramSeries histogram)
    {
        long below = 0;
        for (int bucket = 0; bucket <= histogram.Bounds.Count; bucket++)
        {
            below += histogram.Count(bucket);
            double bound = bucket < histogram.Bounds.Count ? histogram.Bounds[bucket] : double.PositiveInfinity;
            Text($"{name}_bucket{{");
            output.Write(histogram.Labels.Span);
            Text(histogram.Labels.IsEmpty ? "le=\"" : ",le=\"");
            Number(bound);
            Text("\"} ");
            Number(below);
            Text("\n");
        }
        Sample($"{name}_sum", histogram.Labels, histogram.Sum);
        // Of the buckets themselves, or it might be ahead of the last of them.
        Sample($"{name}_count", histogram.Labels, below);
    }

    private void Sample(string name, ReadOnlyMemory<byte> labels, double value)
    {
        Text(name);
        if (!labels.IsEmpty)
        {
            Text("{");
            output.Write(labels.Span);
            Text("}");
        }
        Text(" ");
        Number(value);
        Text("\n");
    }

    private void Number(double value)
    {
        if (!double.IsFinite(value))
        {
            Text(double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
            return;
        }
        value.TryFormat(output.GetSpan(NumberBytes), out int written, provider: CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, output);
}
