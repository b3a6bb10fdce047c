namespace PolicyGate.RobotClient;

/// <summary>What no command may exceed, whatever a policy says. By the names of a robot's actions.</summary>
public sealed record RobotLimits
{
    public static RobotLimits None { get; } = new();

    /// <summary>Those that are named; the others have none of their own.</summary>
    public IReadOnlyDictionary<string, JointLimit> Joints { get; init; } = new Dictionary<string, JointLimit>();

    /// <summary>
    /// The farthest that a command may be from where the joint is, in the robot's units; LeRobot's
    /// <c>max_relative_target</c>. Null for no such limit. The robot must tell its position between observations.
    /// </summary>
    public double? RelativeTarget { get; init; }

    /// <summary>By a robot's own names: a limit of <c>elbow</c> is one of its <c>elbow.pos</c>.</summary>
    /// <exception cref="RobotException">Two are of one action.</exception>
    internal RobotLimits For(RobotFeatures features)
    {
        var joints = new Dictionary<string, JointLimit>(StringComparer.Ordinal);
        foreach ((string name, JointLimit limit) in Joints)
        {
            string action = features.Actions.FirstOrDefault(
                action => action == name || JointName.Bare(action) == JointName.Bare(name), name);
            if (!joints.TryAdd(action, limit))
                throw new RobotException($"two limits are of '{action}'; name it once, with or without .pos");
        }
        return this with { Joints = joints };
    }
}
