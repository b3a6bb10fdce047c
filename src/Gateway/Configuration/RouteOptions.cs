namespace PolicyGate.Gateway.Configuration;

/// <summary>One route, as bound.</summary>
internal sealed class RouteOptions
{
    /// <summary>Name of the policy that answers. Required.</summary>
    public string? Policy { get; set; }

    /// <summary>What of it is recorded.</summary>
    public RouteRecordingOptions Recording { get; } = new();
}
