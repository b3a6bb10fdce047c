using PolicyGate.Gateway.Measurement;

namespace PolicyGate.Gateway.Inspection;

/// <summary>What a recording holds, in figures.</summary>
/// <param name="Runs">Folders of it that could be opened.</param>
/// <param name="Bytes">Of all segments.</param>
/// <param name="Ticks">That could be read.</param>
/// <param name="Routes">What ran.</param>
/// <param name="Sessions">Each robot's.</param>
/// <param name="StageMilliseconds">Of ticks that came to a stage, by its name.</param>
/// <param name="Unreadable">A line for each thing that could not be read.</param>
internal sealed record RecordingSummary(
    int Runs, long Bytes, long Ticks, IReadOnlyList<RouteSummary> Routes, IReadOnlyList<SessionSummary> Sessions,
    IReadOnlyDictionary<string, Distribution> StageMilliseconds, IReadOnlyList<string> Unreadable);
