using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>
/// What a robot showed and did and what its client says of it, in the order in which it happened, as
/// <c>tests/peers/lerobot/check_run.py</c> reads it.
/// </summary>
internal sealed class RunRecord : ILeRobotRecorder
{
    private readonly Lock _lock = new();
    private readonly List<JsonObject> _events = [];

    /// <summary>All that the robot showed.</summary>
    public JsonArray Shown
    {
        get
        {
            lock (_lock)
                return [.. _events.Where(one => (string)one["event"]! == "observed").Select(one => one.DeepClone())];
        }
    }

    public void Began(RobotFeatures features, ReadOnlyMemory<byte> instructions) =>
        Add("began", ("bytes", instructions.Length));

    public void Sent(long timestep, double timestamp, ReadOnlySpan<byte> pickle) =>
        Add("sent", ("timestep", timestep), ("timestamp", timestamp));

    public void Answered(long timestep, double timestamp, ReadOnlySpan<byte> pickle, string? refused) => Add(
        "answered", ("timestep", timestep), ("timestamp", timestamp), ("sha256", Sum(pickle)), ("refused", refused));

    public void Acted(long timestep, int queued, ReadOnlySpan<float> action, ReadOnlySpan<float> command) => Add(
        "acted", ("timestep", timestep), ("queued", queued), ("action", Numbers(action)),
        ("command", Numbers(command)));

    /// <summary>The robot was asked what it sees.</summary>
    public void Observed(RobotObservation observation)
    {
        RobotFeatures features = observation.Features;
        var state = new JsonObject();
        for (int i = 0; i < features.Joints.Count; i++)
            state[features.Joints[i]] = observation.Joints[i];
        var pictures = new JsonObject();
        for (int i = 0; i < features.Cameras.Count; i++)
            pictures[features.Cameras[i].Name] = Sum(observation.Picture(i));
        Add("observed", ("state", state), ("pictures", pictures));
    }

    /// <summary>The robot was told.</summary>
    public void Commanded(ReadOnlySpan<float> action) => Add("commanded", ("values", Numbers(action)));

    /// <summary>All of it, and last the sizes that the run's report has.</summary>
    public void Write(string path, LeRobotClientReport report)
    {
        Add("queue", ("sizes", new JsonArray([.. report.QueueSizes.Select(size => JsonValue.Create(size))])));
        lock (_lock)
            File.WriteAllLines(path, _events.Select(one => one.ToJsonString()));
    }

    private void Add(string name, params ReadOnlySpan<(string Name, JsonNode? Value)> values)
    {
        var one = new JsonObject { ["event"] = name };
        foreach ((string key, JsonNode? value) in values)
            one[key] = value;
        lock (_lock)
            _events.Add(one);
    }

    // A float is the same as a double; what is no number is a text, which equals none.
    private static JsonArray Numbers(ReadOnlySpan<float> values)
    {
        var numbers = new JsonArray();
        foreach (float value in values)
            numbers.Add((JsonNode)(float.IsFinite(value) ? JsonValue.Create((double)value) : $"{value}"));
        return numbers;
    }

    private static string Sum(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
