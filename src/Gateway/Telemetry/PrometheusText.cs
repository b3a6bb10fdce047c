using System.Buffers;
using System.Globalization;

namespace PolicyGate.Gateway.Telemetry;

/// <summary>Prometheus' text format 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/</summary>
/// <remarks>It takes nothing of the managed heap, however many series there are: scrapes go on for ever.</remarks>
internal readonly ref struct PrometheusText(IBufferWriter<byte> output)
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    // The longest number, as -1.2345678901234567E-308.
    private const int NumberBytes = 32;

    public void Write(MetricFamily family)
    {
        output.Write(family.Head.Span);
        foreach (MetricSeries series in family.Series)
        {
            if (series is HistogramSeries histogram)
                Write(family, histogram);
            else
                Sample(family, [], series.Labels.Span, ((ValueSeries)series).Value);
        }
    }

    private void Write(MetricFamily family, HistogramSeries histogram)
    {
        ReadOnlySpan<byte> labels = histogram.Labels.Span;
        long below = 0;
        for (int bucket = 0; bucket < family.Buckets.Count; bucket++)
        {
            below += histogram.Count(bucket);
            output.Write(family.Utf8Name.Span);
            output.Write("_bucket{"u8);
            output.Write(labels);
            output.Write(labels.IsEmpty ? ""u8 : ","u8);
            output.Write(family.Buckets[bucket]);
            Number(below);
            output.Write("\n"u8);
        }
        Sample(family, "_sum"u8, labels, histogram.Sum);
        // Of the buckets themselves, or it might be ahead of the last of them.
        Sample(family, "_count"u8, labels, below);
    }

    private void Sample(MetricFamily family, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> labels, double value)
    {
        output.Write(family.Utf8Name.Span);
        output.Write(suffix);
        if (!labels.IsEmpty)
        {
            output.Write("{"u8);
            output.Write(labels);
            output.Write("}"u8);
        }
        output.Write(" "u8);
        Number(value);
        output.Write("\n"u8);
    }

    private void Number(double value)
    {
        if (!double.IsFinite(value))
        {
            output.Write(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8);
            return;
        }
        value.TryFormat(output.GetSpan(NumberBytes), out int written, provider: CultureInfo.InvariantCulture);
        output.Advance(written);
    }
}
