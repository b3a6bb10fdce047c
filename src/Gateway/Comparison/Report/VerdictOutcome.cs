namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>What a comparison comes to; the numbers are the exit codes.</summary>
internal enum VerdictOutcome
{
    /// <summary>No joint beyond its tolerance, no other outcomes, and B no slower than may be.</summary>
    Same = 0,

    /// <summary>B would move the robot otherwise; nothing is said of its speed.</summary>
    Different = 1,

    /// <summary>Same, but for B's time.</summary>
    Slower = 2,

    /// <summary>Nothing could be compared.</summary>
    Unusable = 3,
}
