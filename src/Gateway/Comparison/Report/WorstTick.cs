namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>A tick on which both sides are far apart, or one of them gave no chunk.</summary>
internal sealed record WorstTick
{
    public required string Session { get; init; }

    public required long Tick { get; init; }

    /// <summary>From the first of its session; null where the input has no clock.</summary>
    public required double? Seconds { get; init; }

    /// <summary>As <c>right_gripper, step 12: 0.031 against 0.005</c>, or why a side has no chunk.</summary>
    public required string Reason { get; init; }

    /// <summary>The joint that is furthest beyond its tolerance, of <see cref="SharedGround.Joints"/>; null where
    /// chunks are not what is wrong.</summary>
    public required int? Joint { get; init; }

    /// <summary>Of <see cref="SharedGround.Steps"/>.</summary>
    public required int? Step { get; init; }

    /// <summary>The difference in tolerances.</summary>
    public required double Tolerances { get; init; }

    /// <summary>A's model's chunk: by step, by joint, of what is shared; empty where it gave none.</summary>
    public required IReadOnlyList<float[]> A { get; init; }

    /// <summary>Likewise.</summary>
    public required IReadOnlyList<float[]> B { get; init; }

    /// <summary>What the robot saw, each camera that a side looks at; empty where none can be read.</summary>
    public required IReadOnlyList<TickPicture> Pictures { get; init; }
}
