using System.Text.Json;
using PolicyGate.Abstractions;
using PolicyGate.Shared;

namespace PolicyGate.Scripted;

/// <summary>Waypoints read from JSON lines.</summary>
internal static class WaypointFile
{
    private const string Positions = "positions", Seconds = "seconds", Speed = "speed", Hold = "hold_seconds";

    /// <summary>A robot that goes through more is replayed from a trajectory.</summary>
    private const int MostWaypoints = 10_000;

    private static readonly string[] Keys = [Positions, Seconds, Speed, Hold];

    /// <param name="path">The file.</param>
    /// <param name="width">Joints.</param>
    /// <param name="speed">Of a waypoint that says neither a speed nor a time.</param>
    /// <exception cref="PolicyLoadException">The file cannot be read, or lines are not what they should be.</exception>
    public static Waypoint[] Read(string path, int width, double speed)
    {
        List<Waypoint> waypoints = [];
        ScriptFile.Read(path, line =>
        {
            string? fault = Read(line, width, speed, out Waypoint? waypoint);
            if (waypoint is not null)
                waypoints.Add(waypoint);
            return fault;
        });
        return waypoints.Count is > 0 and <= MostWaypoints ? [.. waypoints] : throw new PolicyLoadException(
            $"{path} has {waypoints.Count} waypoints; expected are 1 to {MostWaypoints}, one a line");
    }

    private static string? Read(string line, int width, double speed, out Waypoint? waypoint)
    {
        waypoint = null;
        if (JsonPositions.Parse(line, out JsonDocument? document) is { } broken)
            return broken;
        using (document)
        {
            JsonElement root = document!.RootElement;
            List<float> positions = [];
            double? seconds = null, ownSpeed = null, hold = null;
            string? fault = CheckKeys(root)
                ?? JsonPositions.Append(root, width, positions)
                ?? ReadNumber(root, Seconds, least: 0.001, out seconds)
                ?? ReadNumber(root, Speed, least: 0.001, out ownSpeed)
                ?? ReadNumber(root, Hold, least: 0, out hold);
            if (fault is null && seconds is not null && ownSpeed is not null)
                fault = $"it has both '{Seconds}' and '{Speed}'; give one of them";
            if (fault is null)
                waypoint = new Waypoint([.. positions], seconds, ownSpeed ?? speed, hold ?? 0);
            return fault;
        }
    }

    private static string? CheckKeys(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object)
            return null;
        foreach (JsonProperty member in root.EnumerateObject())
        {
            if (!Keys.Contains(member.Name, StringComparer.Ordinal))
                return $"unknown key '{member.Name}'; {NearestName.Advice(member.Name, Keys)}";
        }
        return null;
    }

    private static string? ReadNumber(JsonElement root, string key, double least, out double? number)
    {
        // An hour: beyond that a wrong unit is likelier than a slow robot.
        const double Most = 3600;
        number = null;
        if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty(key, out JsonElement value))
            return null;
        if (value.ValueKind is JsonValueKind.Number)
            number = value.GetDouble();
        return number >= least && number <= Most ? null :
            $"expected is a number from {least} to {Most} under '{key}', found {value.GetRawText()}";
    }
}
