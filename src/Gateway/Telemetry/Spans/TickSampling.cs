namespace PolicyGate.Gateway.Telemetry.Spans;

/// <summary>Which ticks become spans.</summary>
/// <param name="Ratio">Of those that no parent decides for, from 0 to 1.</param>
/// <param name="ByParent">Whether the robot's own span, where it sends one, decides.</param>
/// <param name="Failures">Whether failed ticks are kept beyond the ratio.</param>
internal sealed record TickSampling(double Ratio, bool ByParent, bool Failures)
{
    // Of a trace's id its lower half counts.
    private const double TraceIds = ulong.MaxValue + 1.0;

    /// <summary>
    /// What holds where no variable says otherwise: of a robot at 100 Hz a tick a second, and what went wrong.
    /// </summary>
    public static TickSampling Usual { get; } = new(0.01, ByParent: true, Failures: true);

    /// <summary>The decision of a tick's ratio; nothing is allocated.</summary>
    /// <param name="parent">The robot's own span.</param>
    /// <param name="drawn">From 0, below 1: for a tick that begins its trace.</param>
    public bool Wants(TraceParent parent, double drawn)
    {
        if (!parent.Exists)
            return drawn < Ratio;
        // As OpenTelemetry for Python divides, which is what robots' clients are written in: both keep the same traces.
        return ByParent ? parent.Sampled : (ulong)parent.Trace < (UInt128)Math.Round(Ratio * TraceIds);
    }
}
