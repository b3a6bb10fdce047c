namespace PolicyGate.Gateway.Policies.LeRobot;

/// <summary>How a checkpoint's values are normalised, whichever of its two forms says it.</summary>
internal sealed record NormalizerStep
{
    /// <summary>Where it stands, for messages.</summary>
    public required string Where { get; init; }

    /// <summary>The feature types as it has them: a feature that it does not name stays as it is.</summary>
    public required IReadOnlyDictionary<string, string> Types { get; init; }

    /// <summary>By feature type; what is not there is identity.</summary>
    public required IReadOnlyDictionary<string, NormalizationMode> Modes { get; init; }

    /// <summary>Keeps divisors from 0.</summary>
    public required float Epsilon { get; init; }

    /// <summary>A safetensors file, relative to the folder; null where none is named.</summary>
    public required string? StatisticsFile { get; init; }

    /// <summary>What stands before a feature's name in the file; null from LeRobot 0.4 on.</summary>
    public string? Buffer { get; init; }

    /// <summary>What to do where statistics are missing.</summary>
    public required string Advice { get; init; }

    public NormalizationMode ModeOf(CheckpointFeature feature) =>
        Types.TryGetValue(feature.Name, out string? type) ? Modes.GetValueOrDefault(type) : NormalizationMode.Identity;

    /// <summary>As <c>observation.state.mean</c>, or <c>normalize_inputs.buffer_observation_state.mean</c>.</summary>
    public string TensorOf(CheckpointFeature feature, string statistic) => Buffer is null
        ? $"{feature.Name}.{statistic}"
        : $"{Buffer}{feature.Name.Replace('.', '_')}.{statistic}";
}
