namespace PolicyGate.Gateway.Configuration;

/// <summary>Which policy answers.</summary>
internal sealed record RouteConfig(string Name, PolicyConfig Policy)
{
    /// <summary>Null where the route is not recorded.</summary>
    public RouteRecordingConfig? Recording { get; init; }
}
