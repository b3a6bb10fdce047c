using System.Text.Json.Nodes;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A folder for the fixture plugin ConstantChunk: sixteen joints, four rows, all of one value.</summary>
internal sealed class ConstantPolicy : IDisposable
{
    public const string Backend = "ConstantChunk";

    private const string Model = "value.txt";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("policygate-policy-");

    /// <param name="value">As <c>float</c> parses it: <c>1.5</c>, <c>NaN</c>.</param>
    /// <param name="joints">16 for an OpenArm robot.</param>
    public ConstantPolicy(string value, int joints = 16)
    {
        Directory.CreateDirectory(Path);
        Declare(joints);
        Set(value);
    }

    public static string PluginFolder => Repository.At("artifacts/test-plugins");

    /// <summary>Of the policy: its name, where nothing else is said.</summary>
    public string Path => System.IO.Path.Combine(_root.FullName, "constant");

    /// <summary>Writes the model.</summary>
    public void Set(string value) => File.WriteAllText(System.IO.Path.Combine(Path, Model), value);

    /// <summary>As if all of it had been written so much earlier.</summary>
    public void Age(TimeSpan age)
    {
        foreach (FileInfo file in new DirectoryInfo(Path).EnumerateFiles())
            file.LastWriteTimeUtc -= age;
    }

    /// <summary>As while it is still being copied.</summary>
    public void RemoveModel() => File.Delete(System.IO.Path.Combine(Path, Model));

    public void Dispose() => _root.Delete(recursive: true);

    private void Declare(int joints)
    {
        var json = new JsonObject
        {
            ["format"] = 1,
            ["name"] = "constant",
            ["models"] = new JsonObject { [Backend] = Model },
            ["inputs"] = new JsonObject { ["observation.state"] = Tensor(1, 16) },
            ["outputs"] = new JsonObject { ["action"] = Tensor(1, 4, joints) },
            ["control"] = new JsonObject { ["rate_hz"] = 30 },
        };
        File.WriteAllText(System.IO.Path.Combine(Path, "policy.json"), json.ToJsonString());
    }

    private static JsonObject Tensor(params int[] shape) => new()
    {
        ["dtype"] = "float32",
        ["shape"] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]),
    };
}
