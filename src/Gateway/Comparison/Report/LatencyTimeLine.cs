namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>Both sides over the run, in at most 400 stretches of as many ticks each.</summary>
/// <param name="FirstTick">Of each stretch, counted over the run.</param>
/// <param name="MedianA">Milliseconds in the stretch.</param>
/// <param name="MaxA">Likewise.</param>
/// <param name="MedianB">Likewise.</param>
/// <param name="MaxB">Likewise.</param>
internal sealed record LatencyTimeLine(
    IReadOnlyList<long> FirstTick,
    IReadOnlyList<double> MedianA, IReadOnlyList<double> MaxA,
    IReadOnlyList<double> MedianB, IReadOnlyList<double> MaxB);
