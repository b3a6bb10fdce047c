namespace PolicyGate.Gateway.Observations;

/// <summary>What of an observation a policy uses; nothing else is read.</summary>
/// <param name="Cameras">Names without a wire's prefix, in the policy's order.</param>
/// <param name="Task">Whether the policy takes the instruction.</param>
internal sealed record ObservationNeeds(IReadOnlyList<string> Cameras, bool Task);
