namespace PolicyGate.Gateway.Configuration;

/// <summary>A list of policies' names.</summary>
internal static class PolicyNames
{
    public static IReadOnlyList<PolicyConfig> Find(
        string path, IReadOnlyList<string> names, IReadOnlyDictionary<string, PolicyConfig> policies,
        ConfigurationErrors errors)
    {
        List<PolicyConfig> found = [];
        foreach ((int i, string name) in names.Index())
        {
            if (!policies.TryGetValue(name, out PolicyConfig? policy))
                errors.AddUnknown($"{path}:{i}", "no policy", name, policies.Keys);
            else if (found.Contains(policy))
                errors.Add($"{path}:{i}", $"'{name}' is named twice");
            else
                found.Add(policy);
        }
        return found;
    }
}
