namespace PolicyGate.Formats.LeRobot;

/// <summary>What a robot asks for with <c>SendPolicyInstructions</c>.</summary>
internal sealed record RemotePolicyConfig
{
    /// <summary>The client's own.</summary>
    public required LeRobotModule Module { get; init; }

    /// <summary>As <c>act</c>.</summary>
    public required string PolicyType { get; init; }

    public required string PretrainedNameOrPath { get; init; }

    /// <summary>In the robot's order.</summary>
    public required IReadOnlyList<LeRobotFeature> Features { get; init; }

    public required int ActionsPerChunk { get; init; }

    public string Device { get; init; } = "cpu";

    /// <summary>From the robot's names of features to the policy's.</summary>
    public IReadOnlyDictionary<string, string> RenameMap { get; init; } = new Dictionary<string, string>();
}
