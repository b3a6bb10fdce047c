namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>Milliseconds of one side; percentiles by nearest rank. All 0 where nothing was timed.</summary>
internal sealed record LatencyFigures(
    int Samples, double Mean, double P50, double P95, double P99, double P999, double Max);
