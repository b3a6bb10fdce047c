namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>An estimate and between what it lies at <see cref="MeasurementTerms.Confidence"/>.</summary>
internal sealed record ConfidenceInterval(double Estimate, double Low, double High);
