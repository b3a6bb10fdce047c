using System.Text;

namespace PolicyGate.Gateway.Recording;

/// <summary>A robot's session as a recording has it.</summary>
/// <param name="route">Where its ticks are written.</param>
/// <param name="name">Its own in the recording.</param>
/// <param name="wire">What the robot speaks.</param>
internal sealed class RecordedSession(RouteRecorder route, string name, RecordedWire wire)
{
    public RouteRecorder Route => route;

    /// <summary>UTF-8.</summary>
    public byte[] Name { get; } = Encoding.UTF8.GetBytes(name);

    public RecordedWire Wire => wire;
}
