namespace PolicyGate.Gateway.Observations;

/// <summary>What of an observation a policy uses; nothing else is read.</summary>
/// <param name="Cameras">Names without a wire's prefix, in the policy's order.</param>
/// <param name="Task">Whether the policy takes the instruction.</param>
internal sealed record ObservationNeeds(IReadOnlyList<string> Cameras, bool Task)
{
    /// <summary>
    /// The moments, in steps of the robot's own history: rising, 0 being now and always the last, as −1, 0.
    /// </summary>
    public IReadOnlyList<int> History { get; init; } = [0];
}
