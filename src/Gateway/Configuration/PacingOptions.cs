namespace PolicyGate.Gateway.Configuration;

/// <summary>Pacing, as bound. All of it is off by default: the robot asks when it needs an answer.</summary>
internal sealed class PacingOptions
{
    /// <summary>Most inferences per second for one robot; what comes sooner is skipped. Off when absent.</summary>
    public double? MaximumRateHz { get; set; }
}
