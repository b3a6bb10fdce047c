using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Replay;

/// <summary>From what a recording says of its gateway to a configuration that answers as that one did.</summary>
internal static class ReplayConfiguration
{
    private const string Root = "Gateway:";
    private const string Policies = $"{Root}Policies";

    /// <summary>Why a manifest cannot be gone by; null where it can.</summary>
    public static string? Problem(RecordingManifest manifest)
    {
        if (manifest.Routes.Count == 0)
            return "it names no route";
        bool whole = manifest.Routes.All(route => route is
        {
            Name: not null, Policy: not null, Backend: not null, Folder: not null, Joints: not null, Files: not null,
        });
        return whole ? null : "it has a route without a name, a policy, a backend, a folder, joints or files";
    }

    /// <summary>What ran then, but for what the request has in its place.</summary>
    public static LoadedConfiguration Load(RecordingManifest manifest, ReplayRequest request)
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(
            request.Configuration with { Recorded = Keys(manifest, request) });
        return loaded.Config is { } config ? loaded with { Config = WithoutDeadlines(config) } : loaded;
    }

    private static Dictionary<string, string> Keys(RecordingManifest manifest, ReplayRequest request)
    {
        Dictionary<string, string> recorded = ManifestSettings.Of(manifest);
        // Those of the policies whose routes were recorded come with the routes.
        var keys = recorded.Where(entry => !ConfigurationLayers.IsAtOrBelow(entry.Key, Policies))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < manifest.Routes.Count; i++)
            AddRoute(i, manifest.Routes[i], request, recorded, keys);
        // A wire that nobody opens: what it says of actions' times holds.
        keys[$"{Root}Wires:LeRobot:Endpoint"] = "127.0.0.1:0";
        return keys;
    }

    private static void AddRoute(
        int number, RecordedRoute route, ReplayRequest request, Dictionary<string, string> recorded,
        Dictionary<string, string> keys)
    {
        // Robots may have named two folders of one name.
        string folder = request.Policy ?? route.Folder;
        bool taken = keys.TryGetValue($"{Policies}:{route.Policy}:Folder", out string? other) && other != folder;
        string name = taken ? $"{route.Policy}-{number}" : route.Policy;
        string policy = $"{Policies}:{name}";
        string backend = request.Backend ?? route.Backend;
        // Options are a backend's own: another one does not know them.
        if (backend.Equals(route.Backend, StringComparison.OrdinalIgnoreCase))
        {
            string from = $"{Policies}:{route.Policy}";
            foreach ((string key, string value) in recorded.Where(e => ConfigurationLayers.IsAtOrBelow(e.Key, from)))
                keys[policy + key[from.Length..]] = value;
        }
        (keys[$"{policy}:Folder"], keys[$"{policy}:Backend"]) = (folder, backend);
        keys[$"{Root}Routes:{route.Name}:Policy"] = name;
        if (route.OnFailure is { } action)
            keys[$"{Root}Routes:{route.Name}:Fallback:OnFailure"] = action;
        // In the place of its wire: the robot's limits are found by it.
        string wire = $"{Root}Wires:OpenArm:{number}";
        keys[$"{wire}:Listen"] = $"/never/opened/{number}";
        keys[$"{wire}:Route"] = route.Name;
        if (route.Robot is { } robot)
            keys[$"{wire}:Robot"] = robot;
    }

    /// <summary>A run that is late is to be seen as it is: no robot waits for it.</summary>
    private static GatewayConfig WithoutDeadlines(GatewayConfig config)
    {
        var policies = config.Policies.Values.ToDictionary(
            policy => policy.Name, policy => policy with { Deadline = config.Limits.InferenceTime },
            StringComparer.OrdinalIgnoreCase);
        var routes = config.Routes.Values.ToDictionary(
            route => route.Name, route => route with { Policy = policies[route.Policy.Name] },
            StringComparer.OrdinalIgnoreCase);
        return config with
        {
            Policies = policies,
            Routes = routes,
            OpenArm = [.. config.OpenArm.Select(wire => wire with { Route = routes[wire.Route.Name] })],
        };
    }
}
