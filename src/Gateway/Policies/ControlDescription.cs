namespace PolicyGate.Gateway.Policies;

/// <summary>How the robot is to play a chunk.</summary>
/// <param name="RateHz">Rows per second.</param>
/// <param name="CutoffHz">For the robot's low-pass filter; null for none.</param>
internal sealed record ControlDescription(double RateHz, double? CutoffHz)
{
    // A row every 100 s is slower, and one every millisecond faster, than any robot is commanded.
    public const double MinimumHz = 0.01;
    public const double MaximumHz = 1000;

    /// <summary>Truncated, as the field's own servers have it: 33 333 333 at 30 Hz.</summary>
    public long IntervalNanoseconds => (long)(1e9 / RateHz);
}
