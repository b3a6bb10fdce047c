namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>What one side's ticks came to.</summary>
internal sealed record SideCounts
{
    public required long Chunks { get; init; }

    public required long Skips { get; init; }

    public required long Holds { get; init; }

    /// <summary>Skips and holds by their reason, as <c>DeadlineExceeded</c>.</summary>
    public required IReadOnlyDictionary<string, long> Reasons { get; init; }

    /// <summary>The first failure's message; null for none.</summary>
    public required string? FirstFailure { get; init; }

    /// <summary>Whose raw chunk holds a NaN or an infinity.</summary>
    public required long NonFiniteTicks { get; init; }

    /// <summary>On which the guard changed something.</summary>
    public required long LimitedTicks { get; init; }

    /// <summary>Rows or values that the guard changed, as the sessions count them.</summary>
    public required long LimitedRows { get; init; }

    public required long LateRows { get; init; }
}
