using System.Globalization;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Comparison.Sides;

/// <summary>What of a recording's configuration holds for its comparison.</summary>
internal static class RecordedSettings
{
    private const string Root = "Gateway:";

    // The sides are others, and nobody opens a wire; of LeRobot's the rate matters, which is asked for by itself.
    private static readonly string[] NotShared = ["Gateway:Policies", "Gateway:Wires"];

    /// <summary>What makes a chunk out of what a policy gives, on both sides as when it was recorded.</summary>
    /// <returns>By full key; null where the input is no recording.</returns>
    public static IReadOnlyDictionary<string, string>? OfBoth(RecordingManifest? manifest) =>
        manifest is null ? null : ManifestSettings.Of(manifest)
            .Where(setting => !NotShared.Any(section => ConfigurationLayers.IsAtOrBelow(setting.Key, section)))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The recorded policy's options and device, for a side that is the recorded backend: those of another are others.
    /// </summary>
    /// <param name="manifest">Null where the input is no recording.</param>
    /// <param name="side">Which of the two.</param>
    /// <returns>As <c>--set</c> takes them.</returns>
    public static IEnumerable<string> OfSide(RecordingManifest? manifest, NamedPolicy side)
    {
        if (manifest is not { Routes: [RecordedRoute route, ..] }
            || !route.Backend.Equals(side.Backend, StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }
        string policy = $"{Root}Policies:{route.Policy}";
        return ManifestSettings.Of(manifest)
            .Where(set => set.Key.Length > policy.Length && ConfigurationLayers.IsAtOrBelow(set.Key, policy))
            .Select(set => $"Policies:{side.Name}{set.Key[policy.Length..]}={set.Value}");
    }

    /// <summary>LeRobot: actions a second; null where no such robot was recorded.</summary>
    public static double? LeRobotFps(RecordingManifest? manifest) => manifest is not null
        && ManifestSettings.Of(manifest).TryGetValue($"{Root}Wires:LeRobot:Fps", out string? text)
        && double.TryParse(text, CultureInfo.InvariantCulture, out double fps) && fps > 0
            ? fps
            : null;
}
