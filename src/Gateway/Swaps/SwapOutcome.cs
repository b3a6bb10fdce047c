namespace PolicyGate.Gateway.Swaps;

/// <summary>What a swap or a rollback came to.</summary>
internal enum SwapOutcome
{
    Done,
    Refused,
    RolledBack,
}
