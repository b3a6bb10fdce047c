namespace PolicyGate.Gateway.Comparison;

/// <summary>What a tick of both sides comes to.</summary>
internal enum TickFinding
{
    /// <summary>Both gave a chunk, and these were compared.</summary>
    Compared,

    /// <summary>Both left it out by pacing.</summary>
    Paced,

    /// <summary>One side, or both, cannot use the input: it has no picture of a camera, it is no Arrow file.</summary>
    Unfit,

    /// <summary>One side gave a chunk and the other failed or gave NaN.</summary>
    OneSided,

    /// <summary>Both failed, or gave NaN.</summary>
    Neither,
}
