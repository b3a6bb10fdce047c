using System.Text.Json.Nodes;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Policies.LeRobot;

/// <summary>A checkpoint of a test's own to spoil: what LeRobot saved, and an empty model file.</summary>
internal sealed class TemporaryCheckpoint : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-tests-");

    /// <param name="checkpoint">As <c>act-0.4.4-min-max</c>.</param>
    public TemporaryCheckpoint(string checkpoint = "act-0.4.4")
    {
        foreach (string file in Directory.GetFiles(Repository.At($"tests/data/lerobot/checkpoint-{checkpoint}")))
            File.Copy(file, At(Path.GetFileName(file)));
        Config = ReadJson("config.json");
        if (!File.Exists(At("policy_preprocessor.json")))
            return;
        Preprocessor = ReadJson("policy_preprocessor.json");
        Postprocessor = ReadJson("policy_postprocessor.json");
    }

    public string Folder => _folder.FullName;

    public JsonObject Config { get; }

    public JsonObject Preprocessor { get; } = [];

    public JsonObject Postprocessor { get; } = [];

    public LimitsOptions Limits { get; } = new();

    /// <summary>How the checkpoint was understood.</summary>
    public List<Finding> Notes { get; } = [];

    public JsonNode Inputs => Config["input_features"]!;

    /// <summary>The settings of the step that normalises.</summary>
    public JsonNode Normalizer => Preprocessor["steps"]![3]!["config"]!;

    public string At(string file) => Path.Combine(Folder, file);

    public void Delete(string file) => File.Delete(At(file));

    /// <summary>Puts a step in; what JSON text says.</summary>
    public static void Insert(JsonObject pipeline, int index, string step) =>
        pipeline["steps"]!.AsArray().Insert(index, JsonNode.Parse(step));

    /// <summary>Writes what stands in the JSON and reads the folder.</summary>
    public PolicyDescription Read()
    {
        List<string> errors = [];
        PolicyDescription? policy = Read(errors);
        errors.ShouldBeEmpty();
        return policy.ShouldNotBeNull();
    }

    /// <summary>The errors of what stands in the JSON, of which there must be some.</summary>
    public List<string> Errors()
    {
        List<string> errors = [];
        Read(errors).ShouldBeNull();
        errors.ShouldNotBeEmpty();
        return errors;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private PolicyDescription? Read(List<string> errors)
    {
        Rewrite("config.json", Config);
        Rewrite("policy_preprocessor.json", Preprocessor);
        Rewrite("policy_postprocessor.json", Postprocessor);
        return PolicyFolderReader.Read(Folder, Limits, errors, Notes);
    }

    private JsonObject ReadJson(string file) => (JsonObject)JsonNode.Parse(File.ReadAllText(At(file)))!;

    /// <summary>Unless the test has deleted it.</summary>
    private void Rewrite(string file, JsonObject json)
    {
        if (File.Exists(At(file)))
            File.WriteAllText(At(file), json.ToJsonString());
    }
}
