namespace PolicyGate.Formats.LeRobot;

/// <summary>One action of a chunk, as a policy server answers.</summary>
/// <param name="Timestamp">Seconds since 1970, when it is meant to be executed.</param>
/// <param name="Timestep">The robot's count of steps.</param>
/// <param name="Values">One for each joint; float64 is rounded.</param>
internal sealed record TimedAction(double Timestamp, long Timestep, float[] Values);
