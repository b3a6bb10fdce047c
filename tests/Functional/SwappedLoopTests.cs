using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional;

/// <summary>
/// <c>./run sim --swap</c>: the arm arrives though its policy is put on another engine in the middle of every episode.
/// <c>POLICYGATE_LONG_TESTS=1 ./test SwappedLoopTests</c> drives a hundred episodes instead of 4.
/// </summary>
[Collection(RealTimeRobots.Name)]
public sealed class SwappedLoopTests : IDisposable
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("POLICYGATE_LONG_TESTS") == "1";
    private static readonly int Episodes = IsLong ? 100 : 4;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(IsLong ? 30 : 4);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [NeedsPythonAndLibTorchFact("sim")]
    public async Task Swapped_in_the_middle_of_every_episode_the_arm_arrives_as_without()
    {
        PythonResult result = await Drive(Episodes);

        result.ExitCode.ShouldBe(0, result.Said);
        result.Output.ShouldContain("same: nothing in these episodes speaks for a difference.");
        JsonElement told = Told();
        JsonElement swaps = told.GetProperty("swaps");
        swaps.GetProperty("swaps").GetInt32().ShouldBe(Episodes);
        swaps.GetProperty("to").GetProperty("TorchSharp").GetInt32().ShouldBe(Episodes / 2);
        swaps.GetProperty("to").GetProperty("Onnx").GetInt32().ShouldBe(Episodes / 2);
        foreach (string side in new[] { "a", "b" })
        {
            JsonElement summary = told.GetProperty(side).GetProperty("summary");
            summary.GetProperty("successes").GetInt32().ShouldBe(Episodes, $"{summary}");
            summary.GetProperty("refused").GetInt32().ShouldBe(0, $"{summary}");
        }
        // Who answered whom is the gateway's to tell: each episode ends with another version than it began with.
        string log = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "B.gateway.log"));
        for (int version = 2; version <= Math.Min(Episodes, 4) + 1; version++)
            log.ShouldContain($"is answered by policy 'reach' (version {version}) from now on");
    }

    [NeedsPythonFact("sim")]
    public async Task A_swap_that_is_refused_ends_the_run_and_is_no_difference()
    {
        PythonResult result = await Drive(1, "NoSuchBackend");

        result.ExitCode.ShouldBe(3, result.Said);
        result.Errors.ShouldContain("The swap to NoSuchBackend was not done");
    }

    private Task<PythonResult> Drive(int episodes, string backend = "TorchSharp") => PythonResult.Of("sim", Limit,
        [Repository.At("tools/sim/run.py"), "--gateway", GatewayProcess.Executable, "--swap", backend,
        "--episodes", $"{episodes}", "--json", Path.Combine(_folder.FullName, "told.json"),
        "--results", _folder.FullName]);

    private JsonElement Told()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder.FullName, "told.json")));
        return json.RootElement.Clone();
    }
}
