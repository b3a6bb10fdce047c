namespace PolicyGate.Gateway.Sessions;

/// <summary>What a tick comes to.</summary>
internal enum TickOutcome
{
    /// <summary>The robot gets rows to play.</summary>
    Chunk,

    /// <summary>The robot gets nothing and plays on what it has.</summary>
    Skip,

    /// <summary>The robot gets the command it is at now, and stops.</summary>
    Hold,
}
