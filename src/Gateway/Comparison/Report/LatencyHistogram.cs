namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>Both sides in the same bins.</summary>
/// <param name="EdgesMilliseconds">One more than bins; the last bin has all beyond as well.</param>
/// <param name="A">Ticks in each bin.</param>
/// <param name="B">Likewise.</param>
internal sealed record LatencyHistogram(
    IReadOnlyList<double> EdgesMilliseconds, IReadOnlyList<int> A, IReadOnlyList<int> B);
