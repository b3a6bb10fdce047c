namespace PolicyGate.Gateway.Configuration;

/// <summary>Which policy answers, or which of several, and which look over its shoulder.</summary>
/// <param name="Name">Its own.</param>
/// <param name="Policy">The one that answers; the first of a split.</param>
internal sealed record RouteConfig(string Name, PolicyConfig Policy)
{
    /// <summary>Null where one policy answers every episode.</summary>
    public SplitConfig? Split { get; init; }

    /// <summary>What answers when the policy cannot; nothing where nothing is named.</summary>
    public FallbackConfig Fallback { get; init; } = FallbackConfig.None;

    /// <summary>Run on the same observations once the robot has its answer, and compared.</summary>
    public IReadOnlyList<PolicyConfig> Shadows { get; init; } = [];

    /// <summary>Null where the route is not recorded.</summary>
    public RouteRecordingConfig? Recording { get; init; }

    /// <summary>Those that may answer by choice: one, or the split's.</summary>
    public IReadOnlyList<PolicyConfig> Arms => Split is null ? [Policy] : [.. Split.Arms.Select(arm => arm.Policy)];

    /// <summary>Those that a robot of the route may be driven by.</summary>
    public IEnumerable<PolicyConfig> Answering => Arms.Concat(Fallback.Policies).Distinct();
}
