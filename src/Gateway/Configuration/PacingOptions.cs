namespace PolicyGate.Gateway.Configuration;

/// <summary>
/// Pacing, as bound. All of it is off by default: the robot asks when it needs an answer. An episode's first
/// observation always passes.
/// </summary>
internal sealed class PacingOptions
{
    /// <summary>Most inferences per second for one robot; what comes sooner is skipped. Off when absent.</summary>
    public double? MaximumRateHz { get; set; }

    /// <summary>
    /// Part of the last chunk, 0 to 1, that the robot must have played before the policy runs again. Off when absent.
    /// </summary>
    public double? ReplanAfter { get; set; }

    /// <summary>
    /// A state this near to the last one inferred, by the L2 norm over all joints, is skipped while there are rows to
    /// play. Off when absent.
    /// </summary>
    public double? SimilarityRadians { get; set; }

    /// <summary>
    /// An observation older than this is skipped, before the policy runs and again before its answer goes out. Holds
    /// only where the robot's clock and the gateway's agree. Off when absent.
    /// </summary>
    public TimeSpan? MaximumAge { get; set; }
}
