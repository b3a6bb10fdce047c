using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace PolicyGate.Gateway.Configuration;

/// <summary>
/// Options turned back into the keys and values that <c>--set</c> takes, defaults included: what a recording keeps, so
/// that it can be played by the same rules.
/// </summary>
internal static class EffectiveSettings
{
    /// <param name="options">As bound, and found right.</param>
    /// <param name="robots">Completed from their files.</param>
    public static IReadOnlyDictionary<string, string> Of(
        GatewayOptions options, IReadOnlyDictionary<string, RobotConfig> robots)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(settings, "Chunks", options.Chunks);
        Add(settings, "Pacing", options.Pacing);
        Add(settings, "Episodes", options.Episodes);
        // What lies between a LeRobot chunk's rows.
        if (options.Wires.LeRobot.Endpoint is not null)
            Add(settings, "Wires:LeRobot:Fps", options.Wires.LeRobot.Fps);
        // What a backend makes of a model, but for the folder and the backend themselves.
        foreach ((string name, PolicyOptions policy) in options.Policies)
        {
            Add(settings, $"Policies:{name}:Device", policy.Device);
            foreach ((string key, string? value) in policy.Options?.AsEnumerable(makePathsRelative: true) ?? [])
                Add(settings, $"Policies:{name}:Options:{key}", value);
        }
        foreach ((string name, RobotConfig robot) in robots)
        {
            Add(settings, $"Robots:{name}:File", options.Robots.GetValueOrDefault(name)?.File);
            Add(settings, $"Robots:{name}:Minimum", robot.Minimum);
            Add(settings, $"Robots:{name}:Maximum", robot.Maximum);
            AddLimits(settings, $"Robots:{name}:MaximumVelocity", robot.MaximumVelocity);
            AddLimits(settings, $"Robots:{name}:MaximumAcceleration", robot.MaximumAcceleration);
            AddLimits(settings, $"Robots:{name}:MaximumJerk", robot.MaximumJerk);
        }
        return settings;
    }

    /// <summary>A joint without a limit has infinity, which no setting can be, only a file: that one says it again.
    /// </summary>
    private static void AddLimits(Dictionary<string, string> settings, string key, IReadOnlyList<double> limits)
    {
        if (!limits.Any(double.IsInfinity))
            Add(settings, key, limits);
    }

    private static void Add(Dictionary<string, string> settings, string key, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case TimeSpan time:
                settings.Add(key, time.ToString("c", CultureInfo.InvariantCulture));
                break;
            case string or bool or Enum or int or long or double or float:
                settings.Add(key, Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case IEnumerable list:
                int index = 0;
                foreach (object? item in list)
                    Add(settings, $"{key}:{index++}", item);
                break;
            default:
                foreach (PropertyInfo property in value.GetType().GetProperties())
                    Add(settings, $"{key}:{property.Name}", property.GetValue(value));
                break;
        }
    }
}
