using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Robots;

/// <summary>A command that a robot was given, on its way to the disk. Used again.</summary>
/// <param name="width">Values of an action.</param>
internal sealed class RecordedAction(int width)
{
    public TickInstant At { get; set; }

    public RecordedSession? Session { get; set; }

    public long Episode { get; set; }

    public long Timestep { get; set; }

    public int Queued { get; set; }

    /// <summary>float32, as they lie in memory.</summary>
    public byte[] Action { get; } = new byte[width * sizeof(float)];

    /// <summary>Likewise.</summary>
    public byte[] Command { get; } = new byte[width * sizeof(float)];
}
