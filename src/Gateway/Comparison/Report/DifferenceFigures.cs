namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>Absolute differences; percentiles within 1 % of their value, the rest exact.</summary>
internal sealed record DifferenceFigures(long Count, double Max, double Mean, double P50, double P95, double P99);
