using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional;

/// <summary>
/// The stock OpenArm nodes in a real Dora dataflow, against the built gateway as a process.
/// <c>POLICYGATE_LONG_TESTS=1 ./test StockOpenArmNodes</c> runs each way for 30 s instead of 4.
/// </summary>
[Collection(RealTimeRobots.Name)]
public sealed class StockOpenArmNodesTests
{
    private const int Hz = 30;
    private const int Episodes = 2;
    private const long IntervalNanoseconds = 33_333_333;

    private static readonly int Seconds =
        Environment.GetEnvironmentVariable("POLICYGATE_LONG_TESTS") == "1" ? 30 : 4;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(Seconds + 90);

    // Small pictures and a queue with room for all: a tick lost on the way to the node would be none of ours.
    private static readonly string[] Robot =
    [
        "--hz", $"{Hz}", "--seconds", $"{Seconds}", "--episodes", $"{Episodes}",
        "--cameras", "120x192", "--queue", "100",
    ];

    private static readonly string Policy = Repository.At("samples/policies/reach");

    [NeedsPythonFact("openarm")]
    public async Task A_server_that_listens_answers_every_request_of_the_stock_node()
    {
        await using GatewayProcess gateway = await GatewayProcess.Start(Policy, WholeChunks);
        JsonElement seen = await PythonProgram.Run("openarm", Limit, "tests/peers/openarm/run_dataflow.py",
            [.. Robot, "--socket", gateway.SocketPath]);
        ShouldHaveAnsweredAll(seen, gateway.Errors);
        (await gateway.Stop()).ShouldBe(0, gateway.Errors);
        File.Exists(gateway.SocketPath).ShouldBeFalse();
    }

    [NeedsPythonFact("openarm")]
    public async Task A_robot_with_one_arm_is_answered_by_a_policy_of_eight_joints()
    {
        await using GatewayProcess gateway = await GatewayProcess.Start(
            Repository.At("samples/policies/one-arm"), WholeChunks);
        JsonElement seen = await PythonProgram.Run("openarm", Limit, "tests/peers/openarm/run_dataflow.py",
            [.. Robot, "--unimanual", "--socket", gateway.SocketPath]);
        ShouldHaveAnsweredAll(seen, gateway.Errors);
        foreach (string row in (string[])["first", "last"])
            seen.GetProperty(row).GetArrayLength().ShouldBe(8, $"{seen}");
    }

    [NeedsPythonFact("openarm")]
    public async Task A_server_in_a_container_without_network_answers_every_request_and_ends_with_the_robot()
    {
        // The path that a container is given comes last: the stand-in adds it.
        string[] serve = [.. GatewayProcess.ServeArguments(Policy, WholeChunks), "--connect"];
        JsonElement seen = await PythonProgram.Run("openarm", Limit, "tests/peers/openarm/connect_peer.py",
            [.. Robot, "--", GatewayProcess.Executable, .. serve]);
        ShouldHaveAnsweredAll(seen, "");
        JsonElement server = seen.GetProperty("server");
        server.GetProperty("isolated").GetBoolean()
            .ShouldBeTrue("this machine refuses namespaces to the stand-in for Docker");
        server.GetProperty("ended").GetBoolean().ShouldBeTrue($"{seen}");
        server.GetProperty("code").GetInt32().ShouldBe(0, $"{seen}");
        server.GetProperty("seconds_after").GetDouble().ShouldBeLessThan(5);
    }

    private static string[] WholeChunks => ["--set", "Gateway:Chunks:DropLateRows=false"];

    private static void ShouldHaveAnsweredAll(JsonElement seen, string log)
    {
        string all = $"{seen}\n{log}";
        int requests = seen.GetProperty("requests").GetInt32();
        // On a machine that stands still for a second the observer leaves an episode's first tick out: none of ours.
        requests.ShouldBeInRange((Hz * Seconds) - Episodes, Hz * Seconds, all);
        seen.GetProperty("answered").GetInt32().ShouldBe(requests, all);
        seen.GetProperty("skips").GetInt32().ShouldBe(0, all);
        seen.GetProperty("chunks").GetInt32().ShouldBe(requests, all);
        seen.GetProperty("resets").GetInt32().ShouldBe(Episodes, all);
        seen.GetProperty("rows").EnumerateArray().Select(rows => rows.GetInt32()).ShouldBe([20], all);
        seen.GetProperty("intervals").EnumerateArray().Select(interval => interval.GetInt64())
            .ShouldBe([IntervalNanoseconds], all);
        seen.GetProperty("errors").GetArrayLength().ShouldBe(0, all);
    }
}
