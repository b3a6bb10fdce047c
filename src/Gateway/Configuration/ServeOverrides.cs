namespace PolicyGate.Gateway.Configuration;

/// <summary>What <c>serve</c>'s own options put in place of configured policies, routes and wires.</summary>
internal static class ServeOverrides
{
    // The engine that every policy folder so far has a model for.
    public const string DefaultBackend = "Onnx";

    private const string Policies = "Gateway:Policies";
    private const string Routes = "Gateway:Routes";
    private const string Wires = "Gateway:Wires";
    private const string OpenArm = $"{Wires}:OpenArm";
    private const string LeRobotEndpoint = $"{Wires}:LeRobot:Endpoint";

    /// <param name="request">The command line's part.</param>
    /// <param name="policyName">What <c>--policy</c>'s folder calls its policy; null for the folder's own name.</param>
    /// <param name="layers">Receives what was said, less what it replaces.</param>
    public static void Read(ConfigurationRequest request, string? policyName, ConfigurationLayers layers)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (request.Policy is string folder)
        {
            layers.Remove(IsReplacedByPolicy);
            string policy = $"{Policies}:{policyName ?? NameOf(folder)}";
            values.Add($"{policy}:Folder", folder);
            // Without one the folder's own settings are asked, then what is there: BackendChoice.
            if (request.Backend is not null)
                values.Add($"{policy}:Backend", request.Backend);
            if (request.Isolation is not null)
                values.Add($"{policy}:Isolation", request.Isolation);
        }
        else if (request.Isolation is not null)
        {
            foreach (string name in layers.NamesBelow(Policies))
                values.Add($"{Policies}:{name}:Isolation", request.Isolation);
        }
        if (request.Policies.Count > 0)
            layers.Remove(IsReplacedByPolicy);
        foreach (NamedPolicy named in request.Policies)
        {
            values.Add($"{Policies}:{named.Name}:Folder", named.Folder);
            values.Add($"{Policies}:{named.Name}:Backend", named.Backend);
            values.Add($"{Routes}:{named.Name}:Policy", named.Name);
        }
        if (request.Sockets.Count + request.Connect.Count + request.LeRobot.Count > 0)
        {
            // What the file says of LeRobot's wire, but for the endpoint, holds for endpoints named here as well.
            layers.Remove(key => ConfigurationLayers.IsAtOrBelow(key, OpenArm)
                || ConfigurationLayers.IsAtOrBelow(key, LeRobotEndpoint));
            int wire = 0;
            foreach (string socket in request.Sockets)
                values.Add($"{OpenArm}:{wire++}:Listen", socket);
            foreach (string socket in request.Connect)
                values.Add($"{OpenArm}:{wire++}:Connect", socket);
            if (request.LeRobot.Count > 0)
                values.Add(LeRobotEndpoint, string.Join(';', request.LeRobot));
        }
        if (request.Record is string recording)
        {
            values.Add("Gateway:Recording:Folder", recording);
            values.Add("Gateway:Recording:AllRoutes", "true");
        }
        layers.Add(new ConfigurationLayer(_ => "command line", request.WorkingFolder, values));
    }

    // Configured wires stay, and lead to the one policy: their routes are gone with the others.
    private static bool IsReplacedByPolicy(string key) =>
        ConfigurationLayers.IsAtOrBelow(key, Policies)
        || ConfigurationLayers.IsAtOrBelow(key, Routes)
        || ConfigurationLayers.IsAtOrBelow(key, $"{Wires}:LeRobot:Policies")
        || (ConfigurationLayers.IsAtOrBelow(key, Wires) && key.EndsWith(":Route", StringComparison.OrdinalIgnoreCase));

    // The folder's name; a colon would separate keys.
    private static string NameOf(string folder)
    {
        string name = Path.GetFileName(Path.GetFullPath(folder).TrimEnd('/')).Replace(':', '-');
        return name.Length == 0 ? "policy" : name;
    }
}
