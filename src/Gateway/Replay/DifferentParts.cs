namespace PolicyGate.Gateway.Replay;

/// <summary>In what a played tick is not the recorded one.</summary>
[Flags]
internal enum DifferentParts
{
    None = 0,

    /// <summary>A chunk, a skip, a hold.</summary>
    Outcome = 1,

    /// <summary>Why it is no chunk.</summary>
    Reason = 2,

    /// <summary>What the model gave, or whether it was run.</summary>
    Raw = 4,

    /// <summary>What was sent: its rows, their values, their distance in time.</summary>
    Chunk = 8,

    /// <summary>The answer's bytes, but for its account of the time.</summary>
    Reply = 16,
}
