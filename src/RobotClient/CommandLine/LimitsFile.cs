namespace PolicyGate.RobotClient.CommandLine;

/// <summary>A robot's limits, as a file of <c>robots</c> has them.</summary>
/// <param name="Path">As it was named.</param>
/// <param name="Joints">By the joint's name without <c>.pos</c>.</param>
/// <param name="HasMotionLimits">Whether it has some that hold in a gateway alone: acceleration, jerk.</param>
internal sealed record LimitsFile(string Path, IReadOnlyDictionary<string, JointLimit> Joints, bool HasMotionLimits);
