using System.Text.Json;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A YAML file as JSON, by the PyYAML of the environment 'openarm'.</summary>
internal static class YamlFile
{
    private const string Convert = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))";

    /// <param name="path">From the repository's root.</param>
    public static async Task<JsonElement> Read(string path)
    {
        PythonResult result = await PythonResult.Of(
            "openarm", TimeSpan.FromSeconds(60), "-c", Convert, Repository.At(path));
        result.ExitCode.ShouldBe(0, result.Said);
        return JsonDocument.Parse(result.Output).RootElement.Clone();
    }
}
