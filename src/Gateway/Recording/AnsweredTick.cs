using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Recording;

/// <summary>A tick whose answer is out, as its robot's thread sees it; all of it is copied before it goes on.</summary>
internal readonly ref struct AnsweredTick
{
    public required TickAnswer Answer { get; init; }

    public required bool BeginsEpisode { get; init; }

    /// <summary>When the request had come.</summary>
    public required TickInstant Asked { get; init; }

    /// <summary>When the policy had run.</summary>
    public required TickInstant Ran { get; init; }

    public required TickTimings Timings { get; init; }

    /// <summary>Empty where nothing was sent.</summary>
    public required ReadOnlySpan<byte> Reply { get; init; }

    /// <summary>LeRobot's.</summary>
    public ReadOnlySpan<byte> Observation { get; init; }

    /// <summary>OpenArm's; null where none was opened.</summary>
    public KeptFile? File { get; init; }
}
