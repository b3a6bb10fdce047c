using System.Diagnostics;

namespace PolicyGate.Gateway.Telemetry.Spans;

/// <summary>Spans of a gateway's ticks, for whoever listens to the source <c>PolicyGate.Ticks</c>.</summary>
/// <param name="sampling">Which ticks.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Draws them; any thread's.</param>
internal sealed class TickSpans(TickSampling sampling, TimeProvider time, Random random) : IDisposable
{
    public const string SourceName = "PolicyGate.Ticks";

    public TickSampling Sampling => sampling;

    public TimeProvider Time => time;

    public Random Random => random;

    /// <summary>Nobody listens to it where nothing is exported.</summary>
    public ActivitySource Source { get; } = new(SourceName);

    /// <summary>A robot is there.</summary>
    /// <param name="robot">Its name.</param>
    /// <param name="route">By which it came.</param>
    /// <param name="totalHasWrite">As in <see cref="SessionSpans"/>.</param>
    public SessionSpans Begin(string robot, string route, bool totalHasWrite) =>
        new(this, robot, route, totalHasWrite);

    public void Dispose() => Source.Dispose();
}
