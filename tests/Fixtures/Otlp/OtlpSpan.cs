namespace PolicyGate.Tests.Fixtures.Otlp;

/// <summary>A span as a collector got it.</summary>
internal sealed record OtlpSpan(
    string Trace, string Id, string Parent, string Name, long Kind, ulong Begin, ulong End, long Status,
    IReadOnlyDictionary<string, object> Attributes)
{
    public const int Internal = 1;
    public const int Server = 2;
    public const int Failed = 2;

    public ulong Length => End - Begin;

    public static OtlpSpan Of(OtlpMessage span) => new(
        span.Id(1), span.Id(2), span.Id(4), span.Text(5), span.Varint(6), span.Fixed64(7), span.Fixed64(8),
        span.All(15).FirstOrDefault()?.Varint(3) ?? 0, span.Attributes(9));
}
