namespace PolicyGate.Tests.Fixtures.Otlp;

/// <summary>A metric's value for one set of attributes; of a histogram its count and its buckets' bounds.</summary>
internal sealed record OtlpPoint(
    IReadOnlyDictionary<string, object> Attributes, double Value, IReadOnlyList<double> Bounds)
{
    public static OtlpPoint Of(OtlpMessage point, bool histogram) => histogram
        ? new OtlpPoint(
            point.Attributes(9), point.Fixed64(4),
            [.. point.PackedFixed64(7).Select(BitConverter.UInt64BitsToDouble)])
        : new OtlpPoint(point.Attributes(7), point.Has(6) ? (long)point.Fixed64(6) : point.Double(4), []);
}
