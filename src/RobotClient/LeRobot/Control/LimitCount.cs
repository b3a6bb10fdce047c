namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>How often a limit was needed.</summary>
/// <param name="kind">As <c>velocity of elbow.pos</c>.</param>
internal sealed class LimitCount(string kind)
{
    public string Kind => kind;

    public long Count { get; private set; }

    /// <returns>Whether it is the first time.</returns>
    public bool Add() => ++Count == 1;
}
