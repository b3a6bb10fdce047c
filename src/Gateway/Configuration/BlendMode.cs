namespace PolicyGate.Gateway.Configuration;

/// <summary>How a new chunk is joined to the rows that the robot still has to play.</summary>
internal enum BlendMode
{
    /// <summary>It replaces them.</summary>
    None,

    /// <summary>It replaces them; LeRobot's name for it.</summary>
    LatestOnly,

    /// <summary>Half old, half new.</summary>
    Average,

    /// <summary>0.3 old, 0.7 new.</summary>
    WeightedAverage,

    /// <summary>0.7 old, 0.3 new.</summary>
    Conservative,

    /// <summary>ACT's: the mean of all chunks that speak of the moment, older ones with more weight.</summary>
    TemporalEnsemble,

    /// <summary>From all old to all new within a time.</summary>
    CrossFade,
}
