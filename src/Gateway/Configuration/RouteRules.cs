namespace PolicyGate.Gateway.Configuration;

/// <summary>From a route's options to its configuration.</summary>
/// <param name="policies">All that are configured, by name.</param>
/// <param name="recording">Of the gateway.</param>
/// <param name="errors">Receives what is wrong.</param>
internal sealed class RouteRules(
    IReadOnlyDictionary<string, PolicyConfig> policies, RecordingOptions recording, ConfigurationErrors errors)
{
    /// <summary>Null where no policy answers on it.</summary>
    public RouteConfig? Create(string path, string name, RouteOptions options)
    {
        var recorded = RouteRecordingConfig.Create($"{path}:Recording", options.Recording, recording, errors);
        var split = SplitConfig.Create($"{path}:Split", options.Split, policies, errors);
        var fallback = FallbackConfig.Create($"{path}:Fallback", options.Fallback, policies, errors);
        var shadows = PolicyNames.Find($"{path}:Shadows", options.Shadows, policies, errors);
        if (FindPolicy(path, options, split) is not { } policy)
            return null;
        var route = new RouteConfig(name, policy)
        {
            Split = split,
            Fallback = fallback,
            Shadows = shadows,
            Recording = recorded,
        };
        CheckDistinct(path, route);
        return route;
    }

    private PolicyConfig? FindPolicy(string path, RouteOptions options, SplitConfig? split)
    {
        if (options.Split.Weights.Count > 0)
        {
            if (!string.IsNullOrEmpty(options.Policy))
                errors.Add($"{path}:Policy", "the route is split: name its policies in Split:Weights alone");
            return split?.Arms[0].Policy;
        }
        if (string.IsNullOrEmpty(options.Policy))
            errors.Add($"{path}:Policy", "missing: name the policy that answers");
        else if (policies.TryGetValue(options.Policy, out PolicyConfig? policy))
            return policy;
        else
            errors.AddUnknown($"{path}:Policy", "no policy", options.Policy, policies.Keys);
        return null;
    }

    /// <summary>A policy that failed is no fallback of its own, and one that answers needs no shadow.</summary>
    private void CheckDistinct(string path, RouteConfig route)
    {
        foreach (PolicyConfig policy in route.Fallback.Policies.Where(route.Arms.Contains))
            errors.Add($"{path}:Fallback:Policies", $"'{policy.Name}' answers on the route already");
        foreach (PolicyConfig policy in route.Shadows.Where(route.Answering.Contains))
            errors.Add($"{path}:Shadows", $"'{policy.Name}' answers on the route already");
    }
}
