namespace PolicyGate.Gateway.Policies.LeRobot;

/// <summary>A checkpoint's <c>config.json</c>, as far as it matters outside the model.</summary>
internal sealed record CheckpointConfig
{
    /// <summary>LeRobot's type of the policy, as <c>act</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The state, then the cameras: the order in which a TorchScript model takes them.</summary>
    public required IReadOnlyList<CheckpointFeature> Inputs { get; init; }

    public required CheckpointFeature Action { get; init; }

    /// <summary>Rows of a chunk.</summary>
    public required int Rows { get; init; }

    /// <summary>By feature type; what is not there is identity. Holds only up to LeRobot 0.3.</summary>
    public required IReadOnlyDictionary<string, NormalizationMode> Modes { get; init; }
}
