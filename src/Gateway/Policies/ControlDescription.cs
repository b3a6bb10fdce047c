namespace PolicyGate.Gateway.Policies;

/// <summary>How the robot is to play a chunk.</summary>
/// <param name="RateHz">Rows per second.</param>
/// <param name="CutoffHz">For the robot's low-pass filter; null for none.</param>
internal sealed record ControlDescription(double RateHz, double? CutoffHz)
{
    /// <summary>Truncated, as the field's own servers have it: 33 333 333 at 30 Hz.</summary>
    public long IntervalNanoseconds => (long)(1e9 / RateHz);
}
