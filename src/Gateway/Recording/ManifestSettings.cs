using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Recording;

/// <summary>What of a recording's settings counts where it is played again.</summary>
/// <remarks>
/// A recording may be a stranger's: it is not to say where plugins or native libraries are loaded from, nor in what
/// environment. Whatever is not named here is passed over.
/// </remarks>
internal static class ManifestSettings
{
    private const string Root = "Gateway:";
    private const string Policies = $"{Root}Policies";

    private static readonly string[] Sections =
        [$"{Root}Chunks", $"{Root}Pacing", $"{Root}Episodes", $"{Root}Robots", $"{Root}Wires:LeRobot:Fps"];

    private static readonly string[] OfPolicies = ["Device", "Options"];

    /// <summary>By full key.</summary>
    public static Dictionary<string, string> Of(RecordingManifest manifest)
    {
        var counting = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, string value) in manifest.Settings)
        {
            string full = ConfigurationLayers.IsAtOrBelow(key, "Gateway") ? key : Root + key;
            if (Counts(full, value))
                counting[full] = value;
        }
        return counting;
    }

    private static bool Counts(string key, string value)
    {
        if (!ConfigurationLayers.IsAtOrBelow(key, Policies))
            return Sections.Any(section => ConfigurationLayers.IsAtOrBelow(key, section));
        // Gateway:Policies:NAME:Options:... A backend's options may name a library or a cache of compiled engines.
        string[] parts = key.Split(':');
        return parts.Length > 3 && OfPolicies.Contains(parts[3], StringComparer.OrdinalIgnoreCase)
            && !value.Contains('/');
    }
}
