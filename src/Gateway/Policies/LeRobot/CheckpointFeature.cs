namespace PolicyGate.Gateway.Policies.LeRobot;

/// <summary>What LeRobot calls a feature: something observed or commanded.</summary>
/// <param name="Name">As <c>observation.state</c>.</param>
/// <param name="Type">One of <see cref="FeatureTypes"/>, or another of LeRobot's.</param>
/// <param name="Shape">Without the batch: <c>[A]</c>, <c>[3, H, W]</c>.</param>
internal sealed record CheckpointFeature(string Name, string Type, IReadOnlyList<int> Shape)
{
    public string ShapeText => $"[{string.Join(", ", Shape)}]";
}
