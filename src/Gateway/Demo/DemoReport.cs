using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Gateway.Demo;

/// <summary>All that the page tells.</summary>
internal sealed record DemoReport
{
    public required DemoTally Tally { get; init; }

    public required RecordedEpisodes Recording { get; init; }

    /// <summary>One for each recorded tick.</summary>
    public required IReadOnlyList<DemoFrame> Frames { get; init; }

    /// <summary>The policy's name.</summary>
    public required string Policy { get; init; }

    public required string Backend { get; init; }

    /// <summary>Cameras whose pictures the policy takes.</summary>
    public required IReadOnlyList<string> SeenCameras { get; init; }

    /// <summary>By the wire's index; empty where the policy names none.</summary>
    public required IReadOnlyList<string> Joints { get; init; }

    /// <summary>From the gateway's start until the policy was warm.</summary>
    public required TimeSpan LoadTime { get; init; }

    /// <summary>When the demo was run, in local time.</summary>
    public required DateTimeOffset Made { get; init; }

    /// <summary>What the chunks mean, in one sentence.</summary>
    public string Verdict => Tally.Succeeded
        ? $"The raw chunks are those that brought the gripper to the cube when the episodes were recorded: "
            + $"largest difference {Tally.LargestDifference:0.0e+0} rad over {Tally.Chunks} chunks "
            + $"({DemoTally.Tolerance:0e+0} is allowed)."
        : Tally.Failure is string failure ? $"This gateway did not answer as recorded: {failure}."
        : $"Only {Tally.Chunks} of {Tally.Expected} observations were answered with a chunk.";
}
