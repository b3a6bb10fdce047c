namespace PolicyGate.Bench;

/// <summary>One case's figures.</summary>
internal sealed record CaseResult
{
    public required string Name { get; init; }

    public required int Ticks { get; init; }

    /// <summary>Null for back to back.</summary>
    public required double? Hz { get; init; }

    /// <summary>Pictures and positions that the policy uses of one observation.</summary>
    public required int BytesUsed { get; init; }

    /// <summary>Of the observation's file, all cameras in it.</summary>
    public required int FileBytes { get; init; }

    /// <summary>Managed memory that the gateway takes for a tick, in all of its threads.</summary>
    public required double AllocatedBytesPerTick { get; init; }

    /// <summary>The backend's part of that.</summary>
    public required double AllocatedBytesPerBareRun { get; init; }

    public required IReadOnlyList<StageResult> Stages { get; init; }
}
