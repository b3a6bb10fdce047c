namespace PolicyGate.Gateway.Configuration;

/// <summary><c>--set Key:Sub=Value</c>; <c>Gateway:</c> in front of the key may be left out.</summary>
internal static class SetOptions
{
    public static void Read(ConfigurationRequest request, ConfigurationLayers layers, ConfigurationErrors errors)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (string assignment in request.Set)
        {
            int equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                values[FullKey(assignment[..equals])] = assignment[(equals + 1)..];
            else
                errors.Add("", $"--set {assignment}: expected Key:Sub=Value, as Chunks:DropLateRows=false");
        }
        layers.Add(new ConfigurationLayer(_ => "--set", request.WorkingFolder, values));
    }

    private static string FullKey(string key) =>
        ConfigurationLayers.IsAtOrBelow(key, "Gateway") || ConfigurationLayers.IsAtOrBelow(key, "Logging")
            ? key
            : $"Gateway:{key}";
}
