namespace PolicyGate.Gateway.Configuration;

/// <summary>One route, as bound.</summary>
internal sealed class RouteOptions
{
    /// <summary>Name of the policy that answers. Required.</summary>
    public string? Policy { get; set; }
}
