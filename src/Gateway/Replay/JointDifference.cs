namespace PolicyGate.Gateway.Replay;

/// <summary>How far a joint's commands are from those recorded, over all ticks.</summary>
/// <param name="Route">Whose joint.</param>
/// <param name="Joint">Its name, or its place.</param>
/// <param name="Ticks">In which it differs.</param>
/// <param name="Largest">In the robot's units.</param>
internal sealed record JointDifference(string Route, string Joint, long Ticks, double Largest);
