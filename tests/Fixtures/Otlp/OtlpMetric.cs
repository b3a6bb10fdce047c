namespace PolicyGate.Tests.Fixtures.Otlp;

/// <summary>A metric as a collector got it.</summary>
internal sealed record OtlpMetric(string Name, string Unit, string Description, IReadOnlyList<OtlpPoint> Points)
{
    private const int Gauge = 5;
    private const int Sum = 7;
    private const int Histogram = 9;

    public bool IsHistogram { get; private init; }

    public static OtlpMetric Of(OtlpMessage metric)
    {
        bool histogram = metric.Has(Histogram);
        OtlpMessage data = metric.Path(histogram ? Histogram : metric.Has(Sum) ? Sum : Gauge).Single();
        return new OtlpMetric(
            metric.Text(1), metric.Text(3), metric.Text(2),
            [.. data.All(1).Select(point => OtlpPoint.Of(point, histogram))]) { IsHistogram = histogram };
    }
}
