namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>How long both sides took for the same ticks.</summary>
internal sealed record LatencyComparison
{
    public required LatencyFigures A { get; init; }

    public required LatencyFigures B { get; init; }

    /// <summary>The median of B − A, tick by tick.</summary>
    public required ConfidenceInterval MedianDifference { get; init; }

    /// <summary>The median of B ÷ A, tick by tick, less 1.</summary>
    public required ConfidenceInterval MedianChange { get; init; }

    /// <summary>B's 95th percentile less A's.</summary>
    public required ConfidenceInterval P95Difference { get; init; }

    public required LatencyHistogram Histogram { get; init; }

    public required LatencyTimeLine TimeLine { get; init; }
}
