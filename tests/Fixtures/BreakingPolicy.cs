using System.Text.Json.Nodes;

namespace PolicyGate.Tests.Fixtures;

/// <summary>
/// A folder for the fixture plugin BreaksOnDemand: two joints and a task, three rows; row i is the state + i/100 + the
/// task's length.
/// </summary>
internal sealed class BreakingPolicy : IDisposable
{
    public const string Backend = "BreaksOnDemand";

    private readonly int _joints;

    /// <param name="joints">16 for an OpenArm robot.</param>
    public BreakingPolicy(int joints = 2)
    {
        _joints = joints;
        File.WriteAllText(DemandPath, "");
        var json = new JsonObject
        {
            ["format"] = 1,
            ["name"] = "breaks-on-demand",
            ["models"] = new JsonObject { [Backend] = "demand" },
            ["inputs"] = new JsonObject
            {
                ["observation.state"] = Tensor("float32", 1, joints),
                ["task"] = Tensor("utf8", 1),
            },
            ["outputs"] = new JsonObject { ["action"] = Tensor("float32", 1, 3, joints) },
            ["control"] = new JsonObject { ["rate_hz"] = 30 },
        };
        File.WriteAllText(System.IO.Path.Combine(Path, "policy.json"), json.ToJsonString());
    }

    public static string PluginFolder => Repository.At("artifacts/test-plugins");

    public string Path { get; } = Directory.CreateTempSubdirectory("policygate-policy-").FullName;

    public string DemandPath => System.IO.Path.Combine(Path, "demand");

    public int Joints => _joints;

    /// <summary>What every run, or every load, does from now on; nothing special when empty.</summary>
    public void Demand(string what)
    {
        // In one step, or a run would read half of it.
        File.WriteAllText(DemandPath + ".next", what);
        File.Move(DemandPath + ".next", DemandPath, overwrite: true);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static JsonObject Tensor(string type, params int[] shape) => new()
    {
        ["dtype"] = type,
        ["shape"] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]),
    };
}
