using System.Text.Json;

namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>An observation that simulated robots show, over and over, and all of them.</summary>
public sealed class DriveFrame
{
    /// <summary>The Arrow file.</summary>
    public required ReadOnlyMemory<byte> File { get; init; }

    /// <summary>The request's, but for the time.</summary>
    public required JsonElement Metadata { get; init; }

    /// <summary>An episode begins here, whenever it is shown.</summary>
    public bool First { get; init; }

    /// <summary>Where positions and id stand; null where they are shown as recorded.</summary>
    internal FrameSlots? Slots { get; init; }
}
