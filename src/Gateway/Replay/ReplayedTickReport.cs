using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Replay;

/// <summary>A tick that was not answered as it was recorded.</summary>
/// <param name="Session">Whose.</param>
/// <param name="Tick">Its number there.</param>
/// <param name="Route">By which it came to its policy.</param>
/// <param name="Differs">In what: <c>Outcome</c>, <c>Reason</c>, <c>Raw</c>, <c>Chunk</c>, <c>Reply</c>.</param>
/// <param name="Excused">Whether ticks before it are missing, so that it may differ.</param>
/// <param name="Recorded">What it came to then.</param>
/// <param name="Played">What it comes to now.</param>
/// <param name="Difference">
/// The largest of what was sent, else of the raw chunk; null where no values could be compared.
/// </param>
/// <param name="Row">Of that difference.</param>
/// <param name="Joint">Likewise, by name.</param>
/// <param name="Error">Why there is no chunk now.</param>
internal sealed record ReplayedTickReport(
    string Session, long Tick, string Route, IReadOnlyList<string> Differs, bool Excused, TickOutcome? Recorded,
    TickOutcome Played, double? Difference, int? Row, string? Joint, string? Error);
