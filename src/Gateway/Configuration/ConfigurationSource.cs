using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Configuration;

/// <summary>What a running gateway's configuration was read from, and how it was then.</summary>
internal sealed class ConfigurationSource(ConfigurationRequest request, LoadedConfiguration loaded)
{
    private const string Policies = "Gateway:Policies";

    /// <summary>A policy as it is configured now.</summary>
    /// <param name="name">Of a policy that was configured at the start.</param>
    /// <param name="policy">Null where an error is returned.</param>
    /// <param name="others">Keys that have another value than at the start, and that a swap does not take.</param>
    public GatewayError? Reread(string name, out PolicyConfig? policy, out IReadOnlyList<string> others)
    {
        (policy, others) = (null, []);
        LoadedConfiguration now = ConfigurationLoader.Load(request);
        if (now.Config is not { } config)
        {
            return new GatewayError(ErrorCode.InvalidArgument,
                $"the configuration cannot be used as it is now: {string.Join("; ", now.Errors)}");
        }
        if (!config.Policies.TryGetValue(name, out policy))
        {
            return new GatewayError(ErrorCode.NotFound,
                $"{now.Source} configures no policy '{name}' any more; name the folder to swap in");
        }
        others = [.. Changed(now, $"{Policies}:{name}")];
        return null;
    }

    private IEnumerable<string> Changed(LoadedConfiguration now, string except) => loaded.Settings.Keys
        .Union(now.Settings.Keys, StringComparer.OrdinalIgnoreCase)
        .Where(key => !ConfigurationLayers.IsAtOrBelow(key, except))
        .Where(key => loaded.Settings.GetValueOrDefault(key) != now.Settings.GetValueOrDefault(key))
        .Order(StringComparer.OrdinalIgnoreCase);
}
