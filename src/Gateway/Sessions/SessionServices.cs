using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Live;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Shadows;
using PolicyGate.Gateway.Telemetry.Spans;

namespace PolicyGate.Gateway.Sessions;

/// <summary>What every session of a gateway shares.</summary>
internal sealed record SessionServices(
    ChunksConfig Chunks,
    PacingConfig Pacing,
    EpisodesConfig Episodes,
    LimitsOptions Limits,
    SessionMetrics Metrics,
    TimeProvider Time,
    ILogger Logger)
{
    /// <summary>Null where nothing is recorded.</summary>
    public TickRecorder? Recorder { get; init; }

    /// <summary>Null where nobody can look.</summary>
    public LiveRobots? Live { get; init; }

    /// <summary>Who looks on beside; null where nobody ever does, as in a replay.</summary>
    public ShadowRunner? Shadows { get; init; }

    /// <summary>Null where ticks are no spans.</summary>
    public TickSpans? Spans { get; init; }

    /// <summary>What compressed pictures of all robots are brought into.</summary>
    public PictureMemory Pictures { get; } = new(Limits.PictureBytes);
}
