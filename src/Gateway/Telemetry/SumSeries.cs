namespace PolicyGate.Gateway.Telemetry;

/// <summary>Measurements added up.</summary>
internal sealed class SumSeries(ReadOnlySpan<KeyValuePair<string, object?>> tags) : ValueSeries(tags)
{
    private double _sum;

    public override double Value => Volatile.Read(ref _sum);

    public override void Record(double value) => Add(ref _sum, value);
}
