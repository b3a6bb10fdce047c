namespace PolicyGate.Gateway.Configuration;

/// <summary>One kind of robot, as bound.</summary>
internal sealed class RobotOptions
{
    /// <summary>
    /// Least position of each joint by its index on the wire, in radians. Required: half a limit is none.
    /// </summary>
    public List<double> Minimum { get; } = [];

    /// <summary>Greatest position of each joint, as many as <see cref="Minimum"/>. Required.</summary>
    public List<double> Maximum { get; } = [];
}
