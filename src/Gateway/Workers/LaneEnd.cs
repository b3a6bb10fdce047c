namespace PolicyGate.Gateway.Workers;

/// <summary>What ended the wait for a run.</summary>
internal enum LaneEnd
{
    Answered,
    Died,

    /// <summary>Its deadline passed, or nobody waits any more.</summary>
    Late,
}
