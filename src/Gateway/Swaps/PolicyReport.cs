namespace PolicyGate.Gateway.Swaps;

/// <summary>A policy as it is now.</summary>
/// <param name="Name">As configured.</param>
/// <param name="Versions">All that are loaded, the oldest first.</param>
/// <param name="Current">Number of the one that answers; null while none does.</param>
/// <param name="Previous">Number of the one that a rollback goes to; null for none.</param>
internal sealed record PolicyReport(
    string Name, IReadOnlyList<VersionReport> Versions, int? Current, int? Previous)
{
    /// <summary>Why it answers nobody; null while it does.</summary>
    public string? Problem { get; init; }

    /// <summary>What a swap under way is doing, as <c>loading</c>; null where there is none.</summary>
    public string? Swapping { get; init; }

    /// <summary>The last one's outcome; null where there was none.</summary>
    public SwapReport? LastSwap { get; init; }
}
