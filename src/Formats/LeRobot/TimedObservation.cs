namespace PolicyGate.Formats.LeRobot;

/// <summary>What a robot sends with <c>SendObservations</c>; one object is filled again for each.</summary>
internal sealed class TimedObservation
{
    /// <summary>The server's.</summary>
    public LeRobotModule Module { get; init; }

    /// <summary>One that the server's NumPy has.</summary>
    public NumPyModule NumPy { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public double Timestamp { get; set; }

    public long Timestep { get; set; }

    public bool MustGo { get; set; }

    /// <summary>As <c>shoulder_pan.pos</c>, in the robot's order.</summary>
    public required IReadOnlyList<string> JointNames { get; init; }

    /// <summary>One of each name.</summary>
    public required double[] Joints { get; init; }

    public IReadOnlyList<LeRobotPicture> Pictures { get; init; } = [];

    public string Task { get; set; } = "";
}
