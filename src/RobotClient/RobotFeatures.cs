namespace PolicyGate.RobotClient;

/// <summary>What a robot shows and takes, in LeRobot's words its observation and action features.</summary>
public sealed record RobotFeatures
{
    /// <summary>
    /// As <c>shoulder_pan.pos</c>, in the order of a policy's <c>observation.state</c>; each name once.
    /// </summary>
    public required IReadOnlyList<string> Joints { get; init; }

    /// <summary>In the order of a policy's <c>action</c>; the joints, unless it says otherwise.</summary>
    public IReadOnlyList<string> Actions
    {
        get => field ?? Joints;
        init;
    }

    /// <summary>May be none.</summary>
    public IReadOnlyList<RobotCamera> Cameras { get; init; } = [];
}
