using System.Text.Json.Nodes;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Docs;

/// <summary>docs/policy-folder.md is what the reader does.</summary>
public sealed class PolicyFolderPageTests
{
    private static readonly string Page = File.ReadAllText(Repository.At("docs/policy-folder.md"));

    [Fact]
    public void The_example_is_a_right_policy_json()
    {
        Errors(Example()).ShouldBeEmpty();
    }

    [Fact]
    public void The_first_error_shown_is_the_one_that_comes()
    {
        JsonNode example = Example();
        example["inputs"]!["observation.state"]!["normalize"]!["std"]![3] = -0.5;

        Page.ShouldContain(Errors(example).ShouldHaveSingleItem());
    }

    [Theory]
    [InlineData("", "root")]
    [InlineData("control", "control")]
    [InlineData("inputs/observation.state", "tensor")]
    [InlineData("inputs/observation.state/normalize", "normalize")]
    public void Every_known_key_is_on_the_page(string path, string key)
    {
        // A key like no other is answered with all that are known.
        JsonNode example = Example();
        string[] steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        JsonNode node = steps.Aggregate(example, (at, step) => at[step]!);
        node[$"zzzzzzzzzzzzzzzzzzzz-{key}"] = 1;

        string[] known = Errors(example).ShouldHaveSingleItem().Split("known are ")[1].Split(", ");

        known.Length.ShouldBeGreaterThan(1);
        foreach (string name in known)
            Page.ShouldMatch($"`([a-z]+\\.)?{name}(\\.[a-z_]+)?`", $"the key {name}");
    }

    [Fact]
    public void Every_mode_of_normalisation_is_on_the_page()
    {
        foreach (string mode in NormalizationModes.Words)
            Page.ShouldContain($"| `{mode}` |");
    }

    [Fact]
    public void Every_resize_is_on_the_page()
    {
        foreach (string word in ResizeWords.All)
            Page.ShouldContain($"`{word}`");
    }

    private static JsonNode Example()
    {
        int start = Page.IndexOf("```json", StringComparison.Ordinal) + "```json".Length;
        return JsonNode.Parse(Page[start..Page.IndexOf("```", start, StringComparison.Ordinal)])!;
    }

    private static List<string> Errors(JsonNode json)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("policygate-tests-");
        List<string> errors = [];
        File.WriteAllText(Path.Combine(folder.FullName, "policy.json"), json.ToJsonString());
        File.WriteAllBytes(Path.Combine(folder.FullName, "model.onnx"), []);
        PolicyFolderReader.Read(folder.FullName, new LimitsOptions(), errors);
        folder.Delete(recursive: true);
        return errors;
    }
}
