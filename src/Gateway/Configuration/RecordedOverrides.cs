using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Configuration;

/// <summary>What a recording puts in place of what is configured.</summary>
internal static class RecordedOverrides
{
    // All that decides what a recorded robot is answered. What this machine has of its own, as its plugins, stays.
    private static readonly string[] Sections =
        ["Policies", "Routes", "Wires", "Robots", "Chunks", "Pacing", "Episodes"];

    public static void Read(ConfigurationRequest request, ConfigurationLayers layers)
    {
        if (request.Recorded is not { } recorded)
            return;
        layers.Remove(key => Sections.Any(section => ConfigurationLayers.IsAtOrBelow(key, $"Gateway:{section}")));
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, string value) in recorded)
            values[key] = value;
        layers.Add(new ConfigurationLayer(_ => RecordingManifest.FileName, request.WorkingFolder, values));
    }
}
