using System.Text.Json;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Deploy;

/// <summary>
/// The dataflows of deploy/dora: judged by the real <c>dora</c> and by the stock nodes' code, and run by it with the
/// stock observer and policy server nodes against the built gateway; for a minute with POLICYGATE_LONG_TESTS=1.
/// </summary>
[Collection(RealTimeRobots.Name)]
public sealed class DoraDataflowTests
{
    private const string Gateway = "deploy/dora/gateway.json";

    private static readonly bool Long = Environment.GetEnvironmentVariable("POLICYGATE_LONG_TESTS") == "1";
    private static readonly int Seconds = Long ? 60 : 4;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(Seconds + 120);

    // Full pictures where there is time for them.
    private static readonly string[] Robot = ["--seconds", $"{Seconds}", "--scale", Long ? "1" : "5"];

    [NeedsPythonFact("openarm")]
    public async Task Dora_and_the_stock_nodes_agree_with_every_dataflow()
    {
        string[] flows = Directory.GetFiles(Repository.At("deploy/dora"), "*.yml");
        flows.Length.ShouldBe(4);
        JsonElement seen = await PythonProgram.Run("openarm", Limit, "tests/peers/openarm/check_dataflow.py", flows);
        seen.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()).ShouldBeEmpty();
        // An observer and a policy server in each.
        seen.GetProperty("stock_nodes").GetInt32().ShouldBe(2 * flows.Length);
    }

    [NeedsPythonTheory("openarm")]
    [InlineData("mujoco")]
    [InlineData("arm")]
    public async Task The_docker_dataflow_is_the_local_one_but_for_the_policy_server(string robot)
    {
        Dictionary<string, string> local = await Nodes($"{robot}-local.yml");
        Dictionary<string, string> docker = await Nodes($"{robot}-docker.yml");
        local.Keys.ShouldBe(docker.Keys);
        foreach (string id in local.Keys.Where(id => id != "policy-server"))
            docker[id].ShouldBe(local[id], id);
    }

    [Fact]
    public void The_gateways_configuration_for_them_passes_the_strict_check()
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(new ConfigurationRequest
        {
            File = Repository.At(Gateway),
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
        });
        loaded.Errors.ShouldBeEmpty();
        loaded.Config.ShouldNotBeNull().Chunks.SameLength.ShouldBeTrue();
    }

    [NeedsPythonTheory("openarm")]
    [InlineData("mujoco", 1)]
    [InlineData("arm", 2)]
    public async Task A_local_dataflow_is_answered_whatever_it_asks(string robot, int episodes)
    {
        await using GatewayProcess gateway = await GatewayProcess.StartConfigured(Repository.At(Gateway));
        JsonElement seen = await Run(
            [Repository.At($"deploy/dora/{robot}-local.yml"), "--socket", gateway.SocketPath, .. Robot]);
        ShouldHaveAnsweredAll(seen, episodes, gateway.Errors);
        (await gateway.Stop()).ShouldBe(0, gateway.Errors);
    }

    [NeedsPythonTheory("openarm")]
    [InlineData("mujoco", 1)]
    [InlineData("arm", 2)]
    public async Task A_docker_dataflow_is_answered_and_its_gateway_ends_with_the_robot(string robot, int episodes)
    {
        // The socket's path comes last: the stand-in for Docker adds it, as the stock node has it.
        JsonElement seen = await Run(
        [
            Repository.At($"deploy/dora/{robot}-docker.yml"), .. Robot, "--",
            GatewayProcess.Executable, "serve", "--config", Repository.At(Gateway),
            "--policy", Repository.At("samples/policies/reach"), "--set", TestConfig.NoHurry("reach"), "--connect",
        ]);
        ShouldHaveAnsweredAll(seen, episodes, "");
        JsonElement server = seen.GetProperty("server");
        server.GetProperty("ended").GetBoolean().ShouldBeTrue($"{seen}");
        server.GetProperty("code").GetInt32().ShouldBe(0, $"{seen}");
        string[] docker = [.. server.GetProperty("docker").EnumerateArray().Select(word => word.GetString()!)];
        docker.ShouldContain("--pull=never");
        docker.ShouldContain("--volume=/srv/policygate/policy:/policy:ro");
        docker[^2].ShouldBe("policygate:onnx");
    }

    private static Task<JsonElement> Run(string[] arguments) =>
        PythonProgram.Run("openarm", Limit, "tests/peers/openarm/run_deployed.py", arguments);

    private static async Task<Dictionary<string, string>> Nodes(string flow)
    {
        JsonElement root = await YamlFile.Read($"deploy/dora/{flow}");
        return root.GetProperty("nodes").EnumerateArray()
            .ToDictionary(node => node.GetProperty("id").GetString()!, node => node.GetRawText());
    }

    private static void ShouldHaveAnsweredAll(JsonElement seen, int episodes, string log)
    {
        string all = $"{seen}\n{log}";
        int requests = seen.GetProperty("requests").GetInt32();
        // Thirty a second are asked for; a machine that is busy with others drops pictures, as a robot's does.
        requests.ShouldBeGreaterThan(5 * Seconds, all);
        seen.GetProperty("answered").GetInt32().ShouldBe(requests, all);
        seen.GetProperty("resets").GetInt32().ShouldBe(episodes, all);
        // What the executor was told: one length, whatever was left out; what comes as the dataflow stops is lost.
        seen.GetProperty("rows").EnumerateArray().Select(rows => rows.GetInt32()).ShouldBe([20], all);
        seen.GetProperty("chunks").GetInt32().ShouldBeInRange(requests / 2, requests, all);
        seen.GetProperty("errors").GetArrayLength().ShouldBe(0, all);
    }
}
