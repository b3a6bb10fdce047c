using System.Runtime.InteropServices;

namespace PolicyGate.RobotClient.Charts;

/// <param name="Seconds">From the control loop's start.</param>
/// <param name="Size">Actions in the queue.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct QueueSample(double Seconds, int Size);
