using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Shadows;

/// <summary>A tick whose answer is out, as its robot's thread hands it over; all of it is copied.</summary>
internal readonly ref struct ShadowInput
{
    public required TickAnswer Answer { get; init; }

    public required bool BeginsEpisode { get; init; }

    /// <summary>Whether the policy that answers was run on it.</summary>
    public bool Ran { get; init; }

    /// <summary>OpenArm's line, as it came.</summary>
    public ReadOnlySpan<byte> Request { get; init; }

    /// <summary>LeRobot's message.</summary>
    public ReadOnlySpan<byte> Observation { get; init; }

    /// <summary>OpenArm's; stays the caller's. Null where none was opened.</summary>
    public KeptFile? File { get; init; }
}
