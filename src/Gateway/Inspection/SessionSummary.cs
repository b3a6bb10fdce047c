namespace PolicyGate.Gateway.Inspection;

/// <summary>One robot's recorded ticks, in figures.</summary>
/// <param name="Name">Of the session.</param>
/// <param name="Route">By which it came.</param>
/// <param name="Wire">What it spoke.</param>
/// <param name="Ticks">Recorded.</param>
/// <param name="LeftOut">Between the first and the last recorded.</param>
/// <param name="Episodes">That began with one of them.</param>
/// <param name="Seconds">From the first to the last.</param>
/// <param name="Hertz">Ticks a second, those left out included; 0 with one tick.</param>
/// <param name="Chunks">Answered with a chunk.</param>
/// <param name="Skips">By reason.</param>
/// <param name="Holds">By reason.</param>
/// <param name="LateRows">Left out of chunks.</param>
/// <param name="LimitedRows">Changed by the guard.</param>
internal sealed record SessionSummary(
    string Name, string Route, string Wire, long Ticks, long LeftOut, long Episodes, double Seconds, double Hertz,
    long Chunks, IReadOnlyDictionary<string, long> Skips, IReadOnlyDictionary<string, long> Holds, long LateRows,
    long LimitedRows);
