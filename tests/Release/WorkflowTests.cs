using System.Text.Json;
using System.Text.RegularExpressions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Release;

/// <summary>The workflow for those who fork this: read as YAML, and held to what keeps a fork safe.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string File = Repository.At(".github/workflows/ci.yml");

    [NeedsPythonModuleFact("openarm", "yaml", "python3-yaml")]
    public async Task It_runs_the_tests_and_on_tags_the_release_with_no_more_rights_than_to_read()
    {
        // YAML 1.1 reads the key `on` as a truth value.
        const string Script = """
            import json, sys, yaml
            print(json.dumps({str(k): v for k, v in yaml.safe_load(open(sys.argv[1])).items()}))
            """;
        (int exitCode, string said) = await Command.Run(
            TimeSpan.FromMinutes(1), Repository.Root, null, PythonEnvironment.Python("openarm"), "-c", Script, File);
        exitCode.ShouldBe(0, said);
        JsonElement workflow = JsonDocument.Parse(said).RootElement;
        workflow.GetProperty("permissions").GetRawText().ShouldBe("""{"contents": "read"}""");
        workflow.GetProperty("concurrency").GetProperty("group").GetString().ShouldNotBeNull();
        JsonElement jobs = workflow.GetProperty("jobs");
        foreach (JsonProperty job in jobs.EnumerateObject())
        {
            job.Value.GetProperty("runs-on").GetString().ShouldBe("ubuntu-24.04");
            job.Value.GetProperty("timeout-minutes").GetInt32().ShouldBeLessThan(90);
        }
        Commands("test").ShouldContain(command => command.StartsWith("./test", StringComparison.Ordinal));
        Commands("release").ShouldContain(command => command.StartsWith("./run release", StringComparison.Ordinal));
        jobs.GetProperty("release").GetProperty("if").GetString().ShouldBe("startsWith(github.ref, 'refs/tags/v')");

        string[] Commands(string job) =>
        [
            .. jobs.GetProperty(job).GetProperty("steps").EnumerateArray()
                .Select(step => step.TryGetProperty("run", out JsonElement run) ? run.GetString()! : ""),
        ];
    }

    [Fact]
    public void Each_action_is_the_one_that_was_looked_at_by_its_commit()
    {
        string[] uses = [.. System.IO.File.ReadLines(File).Where(line => line.Contains("uses:"))];
        uses.ShouldNotBeEmpty();
        uses.ShouldAllBe(line => Pinned().IsMatch(line));
    }

    [GeneratedRegex(@"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", RegexOptions.None, 1000)]
    private static partial Regex Pinned();
}
