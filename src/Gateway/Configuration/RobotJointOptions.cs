namespace PolicyGate.Gateway.Configuration;

/// <summary>One joint of a robot file, as bound; radians and seconds.</summary>
internal sealed class RobotJointOptions
{
    /// <summary>For the reader: on the wire joints have no names.</summary>
    public string? Name { get; set; }

    public double? Minimum { get; set; }

    public double? Maximum { get; set; }

    public double? MaximumVelocity { get; set; }

    public double? MaximumAcceleration { get; set; }

    public double? MaximumJerk { get; set; }
}
