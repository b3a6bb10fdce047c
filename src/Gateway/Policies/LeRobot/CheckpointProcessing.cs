namespace PolicyGate.Gateway.Policies.LeRobot;

/// <summary>What happens to values around a checkpoint's model.</summary>
/// <param name="Inputs">Null where they stay as they are.</param>
/// <param name="Action">Null where it stays as it is.</param>
/// <param name="Relative">Null where actions are absolute.</param>
internal sealed record CheckpointProcessing(NormalizerStep? Inputs, NormalizerStep? Action, RelativeStep? Relative);
