namespace PolicyGate.RobotClient.Measurement;

/// <summary>Percentiles by nearest rank, within 1.6 %; the largest is exact. All zero where nothing was
/// counted.</summary>
public sealed record Distribution(double P50, double P99, double P999, double Max)
{
    /// <param name="counted">In the smaller unit.</param>
    /// <param name="unit">How many of it make one.</param>
    internal static Distribution Of(Histogram counted, double unit) => new(
        counted.Percentile(0.5) / unit, counted.Percentile(0.99) / unit, counted.Percentile(0.999) / unit,
        counted.Max / unit);
}
