using System.Text.Json.Nodes;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Policies;

/// <summary>A policy folder of a test's own to spoil: act-tiny's <c>policy.json</c>, an empty model file.</summary>
internal sealed class TemporaryPolicy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-tests-");

    public TemporaryPolicy()
    {
        Json = (JsonObject)JsonNode.Parse(File.ReadAllText(Repository.At("tests/data/act-tiny/policy.json")))!;
        File.WriteAllBytes(Path.Combine(Folder, "model.onnx"), []);
    }

    public string Folder => _folder.FullName;

    public string JsonFile => Path.Combine(Folder, "policy.json");

    public JsonObject Json { get; }

    public JsonNode State => Json["inputs"]!["observation.state"]!;

    public JsonNode Head => Json["inputs"]!["observation.images.head_left"]!;

    public JsonNode Action => Json["outputs"]!["action"]!;

    public LimitsOptions Limits { get; } = new();

    /// <summary>Writes what stands in <see cref="Json"/> and reads it.</summary>
    public PolicyDescription? Read(List<string> errors)
    {
        File.WriteAllText(JsonFile, Json.ToJsonString());
        return PolicyFolderReader.Read(Folder, Limits, errors);
    }

    public PolicyDescription Read()
    {
        List<string> errors = [];
        PolicyDescription? policy = Read(errors);
        errors.ShouldBeEmpty();
        return policy.ShouldNotBeNull();
    }

    /// <summary>The errors of what stands in <see cref="Json"/>, of which there must be some.</summary>
    public List<string> Errors()
    {
        List<string> errors = [];
        Read(errors).ShouldBeNull();
        errors.ShouldNotBeEmpty();
        return errors;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
