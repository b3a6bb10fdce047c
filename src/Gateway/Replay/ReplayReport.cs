namespace PolicyGate.Gateway.Replay;

/// <summary>What <c>replay</c> found out.</summary>
internal sealed record ReplayReport
{
    /// <summary>Of what was played.</summary>
    public required string Recording { get; init; }

    /// <summary>Whether every tick that can be compared is the same bit for bit.</summary>
    public required bool Same { get; init; }

    public required long Ticks { get; init; }

    public required long SameTicks { get; init; }

    public required long DifferentTicks { get; init; }

    /// <summary>That differ, as they may: ticks before them in their episode are missing.</summary>
    public required long ExcusedTicks { get; init; }

    public required int Sessions { get; init; }

    public required double Seconds { get; init; }

    /// <summary>What ran, and where it is not what was recorded.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>A line each.</summary>
    public required IReadOnlyList<string> Unreadable { get; init; }

    /// <summary>Those that differ, the largest first.</summary>
    public required IReadOnlyList<JointDifference> Joints { get; init; }

    /// <summary>The ticks with the largest differences.</summary>
    public required IReadOnlyList<ReplayedTickReport> Worst { get; init; }

    /// <summary>The ticks that are not the same, in order: at most <see cref="ReplayTally.MostTicks"/>.</summary>
    public required IReadOnlyList<ReplayedTickReport> Differences { get; init; }
}
