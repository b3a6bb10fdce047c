namespace PolicyGate.Gateway.Configuration;

/// <summary>A robot file, as bound.</summary>
internal sealed class RobotFileOptions
{
    /// <summary>For the reader.</summary>
    public string? Description { get; set; }

    /// <summary>Where each figure is from, for the reader.</summary>
    public List<string> Sources { get; } = [];

    /// <summary>In the order of the robot's wire.</summary>
    public List<RobotJointOptions> Joints { get; } = [];
}
