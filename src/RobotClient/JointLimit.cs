namespace PolicyGate.RobotClient;

/// <summary>Limits of one joint, in the robot's units and seconds; null where there is none.</summary>
public sealed record JointLimit
{
    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    /// <summary>Between two commands, in units a second.</summary>
    public double? MaximumVelocity { get; init; }

    /// <summary>Instead of <see cref="RobotLimits.RelativeTarget"/>.</summary>
    public double? RelativeTarget { get; init; }
}
