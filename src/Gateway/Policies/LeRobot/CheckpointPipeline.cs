namespace PolicyGate.Gateway.Policies.LeRobot;

/// <summary>What one of a checkpoint's processor files does to values.</summary>
/// <param name="Normalizer">Null where values stay as they are.</param>
/// <param name="Relative">Null where actions are absolute; of the postprocessor only whether there is one.</param>
internal sealed record CheckpointPipeline(NormalizerStep? Normalizer, RelativeStep? Relative);
