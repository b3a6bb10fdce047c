namespace PolicyGate.RobotClient.Robots.Processes;

/// <summary>One answer of a robot's process, as it stands there; null for what does not.</summary>
internal sealed record ProcessAnswer
{
    /// <summary>Of the request.</summary>
    public long? Id { get; init; }

    /// <summary>Why it could not do it, in its own words made printable.</summary>
    public string? Error { get; init; }

    /// <summary>Where the joints are; all finite.</summary>
    public double[]? Position { get; init; }

    /// <summary>The name of an observation's file.</summary>
    public string? File { get; init; }

    public bool? Reset { get; init; }

    public bool? Over { get; init; }

    public string[]? Joints { get; init; }

    public string[]? Actions { get; init; }

    public RobotCamera[]? Cameras { get; init; }

    /// <returns>What stands in it that this call's answer has no place for; null where nothing does.</returns>
    public string? Misplaced(ProcessCall call) => call switch
    {
        not ProcessCall.Connect when Joints is not null => "joints",
        not ProcessCall.Connect when Actions is not null => "actions",
        not ProcessCall.Connect when Cameras is not null => "cameras",
        not ProcessCall.Observe when File is not null => "file",
        not ProcessCall.Observe when Reset is not null => "reset",
        not ProcessCall.Observe when Over is not null => "over",
        ProcessCall.Disconnect when Position is not null => "position",
        _ => null,
    };
}
