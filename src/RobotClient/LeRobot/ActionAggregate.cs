namespace PolicyGate.RobotClient.LeRobot;

/// <summary>Makes one action of two for the same moment.</summary>
/// <param name="old">What waits in the queue, itself perhaps made of several.</param>
/// <param name="incoming">What the newest chunk has.</param>
/// <param name="result">Gets what will be executed; none of the other two.</param>
public delegate void ActionAggregate(ReadOnlySpan<float> old, ReadOnlySpan<float> incoming, Span<float> result);
