namespace PolicyGate.Gateway.Configuration;

/// <summary>One route, as bound.</summary>
internal sealed class RouteOptions
{
    /// <summary>Name of the policy that answers. Required where the route is not split.</summary>
    public string? Policy { get; set; }

    /// <summary>Several policies in its place, an episode each.</summary>
    public SplitOptions Split { get; } = new();

    /// <summary>What answers when the policy fails or is late.</summary>
    public FallbackOptions Fallback { get; } = new();

    /// <summary>
    /// Names of policies that are run on the same observations, once the robot has its answer, and compared with what
    /// it was answered. None by default: they take what is left of the machine.
    /// </summary>
    public List<string> Shadows { get; } = [];

    /// <summary>What of it is recorded.</summary>
    public RouteRecordingOptions Recording { get; } = new();
}
