using System.Text.Json;
using PolicyGate.Formats;
using PolicyGate.Shared;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary>Reads a file of a robot's limits, and finds all that is wrong with it at once.</summary>
internal sealed class LimitsFileReader
{
    // A thousand joints with their sources; else it is some other file.
    private const long MostBytes = 1 << 20;

    private static readonly string[] RootKeys = ["Description", "Sources", "Joints"];

    private static readonly string[] JointKeys =
        ["Name", "Minimum", "Maximum", "MaximumVelocity", "MaximumAcceleration", "MaximumJerk"];

    private readonly string _path;
    private readonly List<string> _errors = [];
    private readonly Dictionary<string, JointLimit> _joints = new(StringComparer.Ordinal);
    private bool _hasMotionLimits;

    private LimitsFileReader(string path) => _path = path;

    /// <returns>The file where there are no errors; a line for each of them.</returns>
    public static (LimitsFile? File, IReadOnlyList<string> Errors) Read(string path)
    {
        var reader = new LimitsFileReader(path);
        try
        {
            reader.ReadFile();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            reader.Wrong("", $"cannot be read: {failure.Message}");
        }
        LimitsFile? file = reader._errors.Count == 0
            ? new LimitsFile(path, reader._joints, reader._hasMotionLimits)
            : null;
        return (file, reader._errors);
    }

    private void ReadFile()
    {
        using FileStream stream = File.OpenRead(_path);
        if (stream.Length > MostBytes)
            throw new IOException($"it has {stream.Length} bytes, at most {MostBytes} are read");
        // As in a gateway's configuration.
        using JsonDocument json = JsonDocument.Parse(stream, new JsonDocumentOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
        });
        Dictionary<string, JsonElement>? root = Members(json.RootElement, "", RootKeys);
        if (root is null)
            return;
        if (!root.TryGetValue("Joints", out JsonElement joints) || joints.ValueKind is not JsonValueKind.Array
            || joints.GetArrayLength() == 0)
        {
            Wrong("Joints", "expected a list with an entry for each joint");
            return;
        }
        int number = 0;
        foreach (JsonElement joint in joints.EnumerateArray())
            ReadJoint(joint, $"Joints:{number++}");
    }

    private void ReadJoint(JsonElement json, string place)
    {
        if (Members(json, place, JointKeys) is not { } members)
            return;
        string? name = members.TryGetValue("Name", out JsonElement text) && text.ValueKind is JsonValueKind.String
            ? JointName.Bare(text.GetString()!)
            : null;
        if (string.IsNullOrWhiteSpace(name))
            Wrong($"{place}:Name", "expected the joint's name, as the robot has it, with or without .pos");
        var limit = new JointLimit
        {
            Minimum = Number(members, place, "Minimum", anySign: true),
            Maximum = Number(members, place, "Maximum", anySign: true),
            MaximumVelocity = Number(members, place, "MaximumVelocity"),
        };
        _hasMotionLimits |= Number(members, place, "MaximumAcceleration") is not null;
        _hasMotionLimits |= Number(members, place, "MaximumJerk") is not null;
        if (limit.Minimum >= limit.Maximum)
            Wrong($"{place}:Maximum", $"expected more than Minimum, {limit.Minimum}, found {limit.Maximum}");
        if (!string.IsNullOrWhiteSpace(name) && !_joints.TryAdd(name, limit))
            Wrong($"{place}:Name", $"'{name}' stands there twice");
    }

    private double? Number(Dictionary<string, JsonElement> members, string place, string key, bool anySign = false)
    {
        if (!members.TryGetValue(key, out JsonElement json))
            return null;
        bool fits = json.ValueKind is JsonValueKind.Number && json.TryGetDouble(out double value)
            && double.IsFinite(value) && (anySign || value > 0);
        if (fits)
            return json.GetDouble();
        Wrong($"{place}:{key}", $"expected a number{(anySign ? "" : " above 0")}, found {json.GetRawText()}");
        return null;
    }

    /// <summary>By the names that are known, whatever their case, as in a gateway's configuration.</summary>
    private Dictionary<string, JsonElement>? Members(JsonElement json, string place, string[] known)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            Wrong(place, $"expected an object, found {json.GetRawText()}");
            return null;
        }
        var members = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty member in json.EnumerateObject())
        {
            string path = place.Length == 0 ? member.Name : $"{place}:{member.Name}";
            if (!known.Contains(member.Name, StringComparer.OrdinalIgnoreCase))
                Wrong(path, $"unknown key; {NearestName.Advice(member.Name, known)}");
            else if (!members.TryAdd(member.Name, member.Value))
                Wrong(path, "stands there twice");
        }
        return members;
    }

    private void Wrong(string place, string message)
    {
        string where = place.Length == 0 ? _path : $"{_path}: {place}";
        _errors.Add(Printable.Text($"{where}: {message}"));
    }
}
