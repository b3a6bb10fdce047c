namespace PolicyGate.Gateway.Measurement;

/// <summary>How a case is measured.</summary>
/// <param name="Ticks">Timed ticks of a case.</param>
/// <param name="Hz">Null for back to back; else ticks a second, the cores asleep between them.</param>
internal sealed record MeasurementOptions(int Ticks, double? Hz)
{
    /// <summary>Ticks before the first that counts: code is compiled, files and buffers are touched.</summary>
    public const int WarmUpTicks = 100;
}
