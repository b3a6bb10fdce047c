namespace PolicyGate.Gateway.Http.Api;

/// <summary>A robot at a glance.</summary>
/// <param name="Name">Its own among all that are listed; what a peer says of itself may be in it.</param>
/// <param name="Wire"><c>OpenArm</c> or <c>LeRobot</c>.</param>
/// <param name="Route">By which it came.</param>
/// <param name="Since">When it came.</param>
/// <param name="Left">When it went; null while it is here.</param>
internal sealed record RobotReport(
    string Name, string Wire, string Route, DateTimeOffset Since, DateTimeOffset? Left)
{
    /// <summary>That answered its last tick; null before the first.</summary>
    public string? Policy { get; init; }

    /// <summary>Of that policy.</summary>
    public int? Version { get; init; }

    /// <summary>The route's policy that has failed, where that one stands in for it; else null.</summary>
    public string? InPlaceOf { get; init; }

    /// <summary>When its last tick was answered.</summary>
    public DateTimeOffset? LastTick { get; init; }

    /// <summary>Ticks a second, of the last two seconds that it was here.</summary>
    public double Rate { get; init; }

    /// <summary>Seconds from a request's last byte to its answer's first, the median of the ticks kept.</summary>
    public double? P50 { get; init; }

    /// <summary>The 99th percentile of the same.</summary>
    public double? P99 { get; init; }

    /// <summary>
    /// What the last sixty ticks came to, the newest last: <c>c</c> a chunk, <c>s</c> a skip, <c>h</c> a hold.
    /// </summary>
    public string Recent { get; init; } = "";

    /// <summary>Why the last tick that was skipped or held was, of those kept; null for none.</summary>
    public string? LastReason { get; init; }

    /// <summary>What its last failed tick failed of; null where none has.</summary>
    public string? LastError { get; init; }

    public long Episodes { get; init; }

    public long Chunks { get; init; }

    /// <summary>By reason.</summary>
    public required IReadOnlyDictionary<string, long> Skips { get; init; }

    /// <summary>By reason.</summary>
    public required IReadOnlyDictionary<string, long> Holds { get; init; }

    public long LateRows { get; init; }

    public long LimitedRows { get; init; }

    /// <summary>Cameras whose pictures can be asked for; null where pictures are not shown.</summary>
    public IReadOnlyList<string>? Cameras { get; init; }
}
