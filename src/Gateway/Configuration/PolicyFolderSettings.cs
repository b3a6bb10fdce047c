using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Configuration;

/// <summary>
/// The <c>appsettings.json</c> that a policy folder may have: how its policy wants to be served. For <c>--policy</c>
/// alone, and weaker than all that the operator says.
/// </summary>
/// <remarks>
/// A folder may be a stranger's, and is read before any right is dropped: it is not to say what is loaded, written,
/// opened or logged. Whatever is not named here is an error; <c>--config FOLDER/appsettings.json</c> makes the same
/// file the operator's own, which may say everything.
/// </remarks>
internal sealed class PolicyFolderSettings
{
    private const string Policies = "Gateway:Policies";
    private const string Robots = "Gateway:Robots";
    private const string Wires = "Gateway:Wires:OpenArm";

    // A hundred times what anybody writes by hand.
    private const ulong MaximumBytes = 1 << 20;

    // All of the chunk's shape but the clock: with a simulated one no row is ever late.
    private const string SimulatedLatency = "Gateway:Chunks:SimulatedLatency";

    private static readonly string[] Sections =
    [
        "Gateway:Chunks", "Gateway:Pacing", "Gateway:Episodes",
        "Gateway:Limits:InferenceTime", "Gateway:Limits:WarmUpTime", "Gateway:Limits:WorkerLoadTime",
        "Gateway:Wires:LeRobot:Robot", "Gateway:Wires:LeRobot:Fps",
    ];

    private static readonly string[] OfPolicies =
        ["Backend", "Device", "Deadline", "Isolation", "Spare", "MemoryBytes", "Options"];

    private static readonly string[] OfWires = ["Robot", "Timing"];

    private static readonly string[] OfRobots =
        ["Minimum", "Maximum", "MaximumVelocity", "MaximumAcceleration", "MaximumJerk"];

    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _folder;

    private PolicyFolderSettings(string folder, string file) => (_folder, File) = (folder, file);

    /// <summary>Absolute.</summary>
    public string File { get; }

    /// <summary>The one name below <c>Policies</c>; null where it has none.</summary>
    public string? PolicyName { get; private set; }

    /// <returns>Null where <c>--policy</c> names no folder that has such a file, or it cannot be read.</returns>
    public static PolicyFolderSettings? Read(
        ConfigurationRequest request, string? operatorsFile, ConfigurationErrors errors)
    {
        if (request.Policy is null)
            return null;
        string folder = Path.GetFullPath(request.Policy, request.WorkingFolder);
        string file = Path.Combine(folder, ConfigurationFile.FileName);
        if (file == operatorsFile || !IsThere(file, errors))
            return null;
        if (ConfigurationFile.Read(file, errors) is not { } values)
            return null;
        var settings = new PolicyFolderSettings(folder, file);
        settings.Take(values, errors);
        return settings;
    }

    /// <summary>Below all others, less what it may not change of the operator's or of a shipped robot's.</summary>
    public void AddTo(ConfigurationLayers layers, RobotFiles shipped, ConfigurationErrors errors)
    {
        string[] known = [.. layers.NamesBelow(Robots), .. shipped.Shipped];
        foreach (string key in _values.Keys.Where(key => ConfigurationLayers.IsAtOrBelow(key, Robots)).ToArray())
        {
            string name = key.Split(':')[2];
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
                continue;
            _values.Remove(key);
            errors.AddRefused(File, key,
                $"robot '{name}' is known already, and a policy folder cannot change its limits; choose another name");
        }
        layers.AddWeakest(new ConfigurationLayer(_ => File, _folder, _values));
    }

    // A FIFO would be waited for, and the robot's node waits for this process.
    private static bool IsThere(string file, ConfigurationErrors errors)
    {
        const uint Mask = LibC.STATX_TYPE | LibC.STATX_SIZE;
        if (LibC.StatX(LibC.AT_FDCWD, file, 0, Mask, out FileStatus status) != 0)
            return false;
        if ((status.Mode & LibC.S_IFMT) == LibC.S_IFREG && status.Size <= MaximumBytes)
            return true;
        errors.Add("", $"{file}: expected a file of at most {MaximumBytes} bytes");
        return false;
    }

    private void Take(Dictionary<string, string?> values, ConfigurationErrors errors)
    {
        foreach ((string key, string? value) in values)
        {
            string[] parts = key.Split(':');
            if (Refusal(key, parts, value) is { } refusal)
                errors.AddRefused(File, key, refusal);
            else if (!ConfigurationLayers.IsAtOrBelow(key, Policies))
                _values[key] = value;
            else if ((PolicyName ??= parts[2]).Equals(parts[2], StringComparison.OrdinalIgnoreCase))
                _values[key] = value;
            else
                errors.AddRefused(File, key, $"a policy folder has one policy; '{PolicyName}' is another");
        }
    }

    /// <returns>Null where the key is heard.</returns>
    private static string? Refusal(string key, string[] parts, string? value)
    {
        if (ConfigurationLayers.IsAtOrBelow(key, SimulatedLatency) || !MayBeSaid(key, parts))
        {
            return "a policy folder's own file cannot say this; say it by --set, by a variable of the environment or"
                + " in a file of --config (docs/configuration.md#a-policy-folders-own-file)";
        }
        // A backend's options may name a library, or a cache of compiled engines.
        bool isOption = ConfigurationLayers.IsAtOrBelow(key, Policies) && Is(parts[3], "Options");
        return isOption && value?.Contains('/', StringComparison.Ordinal) is true
            ? "an option that names a path is the operator's to set: by --set, or in a file of --config"
            : null;
    }

    private static bool MayBeSaid(string key, string[] parts)
    {
        if (ConfigurationLayers.IsAtOrBelow(key, Policies))
            return parts.Length > 3 && OfPolicies.Contains(parts[3], StringComparer.OrdinalIgnoreCase);
        if (ConfigurationLayers.IsAtOrBelow(key, Robots))
            return parts.Length > 3 && OfRobots.Contains(parts[3], StringComparer.OrdinalIgnoreCase);
        if (ConfigurationLayers.IsAtOrBelow(key, Wires))
            return parts.Length > 4 && OfWires.Contains(parts[4], StringComparer.OrdinalIgnoreCase);
        return Sections.Any(section => ConfigurationLayers.IsAtOrBelow(key, section));
    }

    private static bool Is(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
