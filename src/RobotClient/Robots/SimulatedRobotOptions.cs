namespace PolicyGate.RobotClient.Robots;

/// <summary>What a simulated robot is like.</summary>
public sealed record SimulatedRobotOptions
{
    /// <summary>As LeRobot names them; by default those of an SO-101.</summary>
    public IReadOnlyList<string> Joints { get; init; } =
    [
        "shoulder_pan.pos", "shoulder_lift.pos", "elbow_flex.pos", "wrist_flex.pos", "wrist_roll.pos", "gripper.pos",
    ];

    /// <summary>By default none.</summary>
    public IReadOnlyList<RobotCamera> Cameras { get; init; } = [];

    /// <summary>The same, commanded the same at the same times, shows the same.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// In which a joint goes 63 % of what is left to where it was told to be. 100 ms: about a hobby servo's.
    /// </summary>
    public TimeSpan TimeConstant { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>It shows so many, and is then over; null for no end.</summary>
    public long? Observations { get; init; }

    /// <summary>After so many its task begins anew, in another pose; null for a single episode.</summary>
    public long? ObservationsPerEpisode { get; init; }
}
