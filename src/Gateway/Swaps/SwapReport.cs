namespace PolicyGate.Gateway.Swaps;

/// <summary>What became of a swap or a rollback.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Done">Whether robots come to the new version.</param>
/// <param name="Version">The version that answers now.</param>
/// <param name="Reason">Why it was refused: what, where, expected and found; null where it was done.</param>
internal sealed record SwapReport(string Policy, bool Done, int Version, string? Reason)
{
    /// <summary>Of the new one; null where it was not loaded.</summary>
    public string? Folder { get; init; }

    /// <summary>What else there is to know: what was not taken or not tried, where it runs.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>From the request to a warm policy, in seconds.</summary>
    public double LoadSeconds { get; init; }

    /// <summary>Ticks that it was tried on.</summary>
    public int TrialTicks { get; init; }

    /// <summary>The largest difference in the trial, in the robot's units; null where nothing was compared.</summary>
    public double? MaximumDifference { get; init; }
}
