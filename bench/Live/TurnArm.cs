namespace PolicyGate.Bench.Live;

/// <summary>One of two ways in which a robot is served, by turns.</summary>
/// <param name="Robot">Its own connection.</param>
/// <param name="Begin">What goes on during a turn; disposed when it ends.</param>
internal sealed record TurnArm(PacedRobot Robot, Func<IDisposable?> Begin)
{
    public TurnArm(PacedRobot robot) : this(robot, () => null)
    {
    }
}
