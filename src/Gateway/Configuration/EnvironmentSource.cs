namespace PolicyGate.Gateway.Configuration;

/// <summary>
/// Environment variables <c>Gateway__Key__Sub</c>; of <c>Logging__…</c> only the levels, because other .NET programs
/// share that prefix.
/// </summary>
internal static class EnvironmentSource
{
    public static void Read(ConfigurationRequest request, ConfigurationLayers layers)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach ((string variable, string value) in request.Environment)
        {
            string key = variable.Replace("__", ":", StringComparison.Ordinal);
            if (key.StartsWith("Gateway:", StringComparison.OrdinalIgnoreCase)
                || key.StartsWith("Logging:LogLevel:", StringComparison.OrdinalIgnoreCase))
            {
                values[key] = value;
            }
        }
        layers.Add(new ConfigurationLayer(NameOf, request.WorkingFolder, values));
    }

    private static string NameOf(string key) =>
        $"environment variable {key.Replace(":", "__", StringComparison.Ordinal)}";
}
