namespace PolicyGate.Gateway.Configuration;

/// <summary>What becomes of a chunk between the policy and the robot.</summary>
internal sealed record ChunksConfig
{
    public bool DropLateRows { get; init; } = true;

    public FailureAction OnFailure { get; init; } = FailureAction.SkipThenHold;

    public static ChunksConfig Create(ChunksOptions options) =>
        new() { DropLateRows = options.DropLateRows, OnFailure = options.OnFailure };
}
