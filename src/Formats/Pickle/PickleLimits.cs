namespace PolicyGate.Formats.Pickle;

/// <summary>What one pickle may ask for at most.</summary>
/// <param name="Bytes">Of the whole message.</param>
/// <param name="Opcodes">In it; each costs a bounded amount of memory.</param>
/// <param name="Depth">Of containers in containers, and of open marks.</param>
/// <param name="MemoEntries">Highest number of the memo that may be used.</param>
internal sealed record PickleLimits(long Bytes, int Opcodes, int Depth, int MemoEntries);
