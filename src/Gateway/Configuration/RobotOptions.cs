namespace PolicyGate.Gateway.Configuration;

/// <summary>One kind of robot, as bound. What is not said here is taken from its file, where it has one.</summary>
internal sealed class RobotOptions
{
    /// <summary>
    /// Robot file with the limits of each joint. By default the one that is shipped under the robot's name, if any.
    /// </summary>
    [PathSetting]
    public string? File { get; set; }

    /// <summary>
    /// Least position of each joint by its index on the wire, in radians. Required: half a limit is none.
    /// </summary>
    public List<double> Minimum { get; } = [];

    /// <summary>Greatest position of each joint, as many as <see cref="Minimum"/>. Required.</summary>
    public List<double> Maximum { get; } = [];

    /// <summary>Greatest speed of each joint's command, rad/s. Not limited when absent.</summary>
    public List<double> MaximumVelocity { get; } = [];

    /// <summary>Greatest acceleration of each joint's command, rad/s². Not limited when absent.</summary>
    public List<double> MaximumAcceleration { get; } = [];

    /// <summary>Greatest jerk of each joint's command, rad/s³. Not limited when absent.</summary>
    public List<double> MaximumJerk { get; } = [];
}
