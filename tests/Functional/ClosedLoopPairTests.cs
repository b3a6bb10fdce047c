using System.Text.Json;
using System.Text.Json.Nodes;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional;

/// <summary><c>./run sim --a --b</c>: two gateways, the same episodes, one verdict.</summary>
[Collection(RealTimeRobots.Name)]
public sealed class ClosedLoopPairTests : IDisposable
{
    private static readonly string Reach = Repository.At("samples/policies/reach");
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [NeedsPythonFact("sim")]
    public async Task A_backend_drives_as_itself_to_the_last_bit()
    {
        string recordings = Path.Combine(_folder.FullName, "recordings");
        PythonResult result = await Drive(4, "Onnx", $"Onnx:{Reach}", "--record", recordings);

        result.ExitCode.ShouldBe(0, result.Said);
        result.Output.ShouldContain("same: nothing in these episodes speaks for a difference.");
        result.Output.ShouldContain("both succeeded in 4, only A in 0, only B in 0, neither in 0");
        JsonElement told = Told();
        JsonElement[] episodes = [.. told.GetProperty("episodes").EnumerateArray()];
        episodes.Select(e => e.GetProperty("seed").GetInt32()).ShouldBe([0, 1, 2, 3]);
        episodes.Select(e => e.GetProperty("first").GetString()).Distinct().Order().ShouldBe(["A", "B"]);
        foreach (JsonElement episode in episodes)
        {
            double error = episode.GetProperty("a").GetProperty("error").GetDouble();
            episode.GetProperty("b").GetProperty("error").GetDouble().ShouldBe(error);
        }
        foreach (string side in new[] { "A", "B" })
        {
            File.Exists(Path.Combine(_folder.FullName, $"{side}.png")).ShouldBeTrue("the film");
            Directory.GetFiles(Path.Combine(recordings, side), "recording.json", SearchOption.AllDirectories)
                .ShouldHaveSingleItem();
        }
    }

    [NeedsPythonAndLibTorchFact("sim")]
    public async Task The_same_policy_on_another_engine_brings_the_arm_to_the_same_cubes()
    {
        PythonResult result = await Drive(6, "Onnx", "TorchSharp");

        result.ExitCode.ShouldBe(0, result.Said);
        result.Output.ShouldContain("both succeeded in 6, only A in 0, only B in 0, neither in 0");
    }

    [NeedsPythonFact("sim")]
    public async Task A_policy_that_no_longer_arrives_is_different()
    {
        PythonResult result = await Drive(7, "Onnx", $"Onnx:{BentPolicy()}");

        result.ExitCode.ShouldBe(1, result.Said);
        result.Output.ShouldContain("different: successes: 0 against 7 of 7");
        Told().GetProperty("verdict").GetString().ShouldBe("different");
    }

    [NeedsPythonFact("sim")]
    public async Task A_gateway_that_does_not_serve_is_no_difference()
    {
        PythonResult result = await Drive(1, "Onnx", "NoSuchBackend");

        result.ExitCode.ShouldBe(3, result.Said);
        result.Errors.ShouldContain("NoSuchBackend");
        result.Errors.ShouldContain("B.gateway.log");
    }

    [NeedsPythonFact("sim")]
    public async Task What_is_of_one_gateway_is_refused_for_two()
    {
        (string[] Options, string Message)[] cases =
        [
            (["--a", "Onnx"], "--a and --b go together"),
            (["--a", "Onnx", "--b", "Onnx", "--backend", "Onnx"], "--backend is of one gateway"),
            (["--a", "Onnx", "--b", "Onnx", "--need", "0.9"], "--need is of one gateway"),
            (["--a", "Onnx", "--b", "Onnx", "--episodes", "0"], "--episodes is 1 or more, found 0"),
        ];
        foreach ((string[] options, string message) in cases)
        {
            PythonResult result = await Run(options);
            result.ExitCode.ShouldBe(2, result.Said);
            result.Errors.ShouldContain(message);
        }
    }

    private Task<PythonResult> Drive(int episodes, string a, string b, params string[] options) => Run(
        ["--a", a, "--b", b, "--episodes", $"{episodes}", "--json", Path.Combine(_folder.FullName, "told.json"),
        .. options]);

    private Task<PythonResult> Run(params string[] options) => PythonResult.Of("sim", Limit,
        [Repository.At("tools/sim/run.py"), "--gateway", GatewayProcess.Executable,
        "--results", _folder.FullName, .. options]);

    private JsonElement Told()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder.FullName, "told.json")));
        return json.RootElement.Clone();
    }

    /// <summary>The elbow ends where it should not: 0.3 rad too far.</summary>
    private string BentPolicy()
    {
        string bent = _folder.CreateSubdirectory("bent").FullName;
        foreach (string file in Directory.GetFiles(Reach, "model.*"))
            File.Copy(file, Path.Combine(bent, Path.GetFileName(file)));
        JsonNode policy = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Reach, "policy.json")))!;
        JsonArray mean = policy["outputs"]!["action"]!["normalize"]!["mean"]!.AsArray();
        mean[3] = mean[3]!.GetValue<double>() + 0.3;
        File.WriteAllText(Path.Combine(bent, "policy.json"), policy.ToJsonString());
        return bent;
    }
}
