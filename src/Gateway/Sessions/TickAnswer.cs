using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Sessions;

/// <summary>What a wire tells its robot.</summary>
/// <param name="Outcome">Whether there are rows, and of which kind.</param>
/// <param name="Chunk">The rows; null for a skip. Valid until the session's next tick.</param>
/// <param name="Reason">Why it is no chunk of the policy's.</param>
/// <param name="Error">The failure, where there was one.</param>
/// <param name="LateRows">Left out of the policy's chunk because their time had passed.</param>
/// <param name="LimitedRows">Rows of the policy's chunk that the guard changed.</param>
internal readonly record struct TickAnswer(
    TickOutcome Outcome, ActionChunk? Chunk, TickReason Reason, GatewayError? Error, int LateRows = 0,
    int LimitedRows = 0);
