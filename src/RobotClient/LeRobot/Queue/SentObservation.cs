using System.Runtime.InteropServices;

namespace PolicyGate.RobotClient.LeRobot.Queue;

/// <summary>An observation that went out, as its answer will name it.</summary>
/// <param name="Timestep">Its own.</param>
/// <param name="TimestampBits">Of the double, as it comes back bit for bit.</param>
/// <param name="Captured">When it was asked for, by the run's clock.</param>
/// <param name="IsAnswered">Whether its answer came.</param>
/// <param name="Withdrawn">Why its answer is not wanted any more, a <see cref="RefusalKind"/>; else null.</param>
[StructLayout(LayoutKind.Auto)]
internal record struct SentObservation(
    long Timestep, long TimestampBits, long Captured, bool IsAnswered, string? Withdrawn);
