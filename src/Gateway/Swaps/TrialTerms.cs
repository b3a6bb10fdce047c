namespace PolicyGate.Gateway.Swaps;

/// <summary>What a version is tried by.</summary>
/// <param name="Ticks">How many; 0 for none.</param>
/// <param name="Time">How long is waited for them.</param>
/// <param name="MaximumDifference">In the robot's units; null for any.</param>
internal sealed record TrialTerms(int Ticks, TimeSpan Time, double? MaximumDifference);
