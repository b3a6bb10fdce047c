namespace PolicyGate.Gateway.Telemetry;

/// <summary>The last measurement.</summary>
internal sealed class LastSeries(ReadOnlySpan<KeyValuePair<string, object?>> tags) : ValueSeries(tags)
{
    private double _last;

    public override double Value => Volatile.Read(ref _last);

    public override void Record(double value) => Volatile.Write(ref _last, value);
}
