using System.Runtime.InteropServices;

namespace PolicyGate.RobotClient.LeRobot.Queue;

/// <summary>What an observation answers to.</summary>
/// <param name="Timestep">Of the last action that was taken; 0 before the first.</param>
/// <param name="Episode">Counts the robot's episodes.</param>
/// <param name="Era">Another one since the queue was dropped: such an observation is not sent any more.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct QueueMoment(long Timestep, int Episode, int Era);
