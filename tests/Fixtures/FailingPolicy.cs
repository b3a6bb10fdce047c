using System.Text.Json.Nodes;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A folder for the fixture plugin FailsOnDemand: 16 joints, 50 rows, row i is the state + i/100.</summary>
internal sealed class FailingPolicy : IDisposable
{
    public const string Backend = "FailsOnDemand";
    private const int Joints = 16;
    private const int Rows = 50;

    private readonly string _demand;

    public FailingPolicy()
    {
        _demand = System.IO.Path.Combine(Path, "demand");
        File.WriteAllText(_demand, "");
        var json = new JsonObject
        {
            ["format"] = 1,
            ["name"] = "fails-on-demand",
            ["models"] = new JsonObject { [Backend] = "demand" },
            ["inputs"] = new JsonObject { ["observation.state"] = Tensor(1, Joints) },
            ["outputs"] = new JsonObject { ["action"] = Tensor(1, Rows, Joints) },
            ["control"] = new JsonObject { ["rate_hz"] = 30 },
        };
        File.WriteAllText(System.IO.Path.Combine(Path, "policy.json"), json.ToJsonString());
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("policygate-policy-").FullName;

    /// <summary>From now on every run fails and says why, until the returned is disposed of.</summary>
    public IDisposable Fail(string reason)
    {
        Demand(reason);
        return new Failing(this);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    // In one step, or a run would read half of it.
    private void Demand(string text)
    {
        string next = _demand + ".next";
        File.WriteAllText(next, text);
        File.Move(next, _demand, overwrite: true);
    }

    private static JsonObject Tensor(params int[] shape) => new()
    {
        ["dtype"] = "float32",
        ["shape"] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]),
    };

    private sealed class Failing(FailingPolicy policy) : IDisposable
    {
        public void Dispose() => policy.Demand("");
    }
}
