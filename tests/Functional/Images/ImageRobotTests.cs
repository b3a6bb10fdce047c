using System.Diagnostics;
using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Images;

/// <summary>
/// Images as the stock Docker node starts them, by a robot's own user: read-only, without a network, with the policy
/// mounted. <c>POLICYGATE_LONG_TESTS=1 ./test Images</c> runs each for 30 s instead of 4, and more images.
/// </summary>
[Collection(RealTimeRobots.Name)]
public sealed class ImageRobotTests
{
    private const int Hz = 30;
    private const int Killed = 128 + Signal.Kill;
    private const int Episodes = 10;

    // A user who has no name here, as the robot's has none in the container.
    private const int RobotsUser = 4242;

    private static readonly int Seconds =
        Environment.GetEnvironmentVariable("POLICYGATE_LONG_TESTS") == "1" ? 30 : 4;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(Seconds + 120);
    private static readonly string Policy = Repository.At("samples/policies/reach");

    private static readonly string[] Robot =
        ["--hz", $"{Hz}", "--seconds", $"{Seconds}", "--cameras", "120x192", "--queue", "100"];

    [NeedsImageFact("scripted", "openarm")]
    public Task The_scripted_image_drives_the_stock_dataflow() => DrivesTheStockDataflow("scripted");

    [NeedsImageFact("onnx", "openarm")]
    public Task The_onnx_image_drives_the_stock_dataflow() => DrivesTheStockDataflow("onnx");

    [NeedsImageFact("torchsharp", "openarm")]
    public Task The_torchsharp_image_drives_the_stock_dataflow() => DrivesTheStockDataflow("torchsharp");

    [NeedsImageFact("all", "openarm")]
    public Task The_image_of_all_drives_the_stock_dataflow() => DrivesTheStockDataflow("all");

    [NeedsImageFact("onnx", "sim")]
    public Task With_the_onnx_image_the_arm_succeeds_ten_times() => TheArmSucceeds("onnx");

    [NeedsImageFact("torchsharp", "sim")]
    public Task With_the_torchsharp_image_the_arm_succeeds_ten_times() => TheArmSucceeds("torchsharp");

    [NeedsImageFact("all", "sim")]
    public Task With_the_image_of_all_the_arm_succeeds_ten_times() => TheArmSucceeds("all");

    [NeedsImageFact("scripted", "sim")]
    public async Task With_the_scripted_image_the_arm_holds_for_ten_episodes()
    {
        await using StandInDocker docker = new();
        JsonElement totals = await ClosedLoop(docker, "scripted");
        totals.GetProperty("refused").GetInt32().ShouldBe(0, $"{totals}\n{docker.LogOf(1)}");
        totals.GetProperty("requests").GetInt32().ShouldBeGreaterThan(Episodes);
        docker.ExitOf(1).ShouldBe(0, docker.LogOf(1));
    }

    [NeedsImageFact("onnx", "openarm")]
    public async Task Killed_it_is_started_again_by_the_next_node()
    {
        await using StandInDocker docker = new();
        using ConfiguredPolicy policy = new();
        await using (PythonProcess robot = StockNode(docker, "onnx", $"{policy.Path}:/policy:ro"))
        {
            int process = docker.ProcessOf(1);
            Eventually.Holds(() => docker.LogOf(1).Contains("is here", StringComparison.Ordinal),
                () => docker.LogOf(1));
            Signal.Send(process, Signal.Kill);
            docker.ExitOf(1).ShouldBe(Killed, docker.LogOf(1));
            // To the robot it is the end of the connection, and so of the node.
            (await robot.End(Limit)).GetProperty("errors").GetArrayLength().ShouldBeGreaterThan(0);
        }

        await using PythonProcess again = StockNode(docker, "onnx", $"{policy.Path}:/policy:ro");
        ShouldHaveAnsweredAll(await again.Result(Limit), docker.LogOf(2));
        docker.ExitOf(2).ShouldBe(0, docker.LogOf(2));
    }

    [NeedsImageFact("onnx", "openarm")]
    public async Task Without_a_policy_the_node_ends_and_the_log_says_why()
    {
        await using StandInDocker docker = new();
        await ShouldRefuse(docker, [], "/policy", "policy.json");
    }

    [NeedsImageFact("onnx", "openarm")]
    public async Task With_a_broken_policy_the_node_ends_and_the_log_says_why()
    {
        await using StandInDocker docker = new();
        using ConfiguredPolicy policy = new();
        policy.Spoil();
        await ShouldRefuse(docker, [$"{policy.Path}:/policy:ro"], "/policy/model.onnx");
    }

    [NeedsImageFact("onnx", "openarm")]
    public async Task With_a_policy_that_the_robots_user_may_not_read_the_node_ends_and_the_log_says_why()
    {
        await using StandInDocker docker = new();
        using ConfiguredPolicy policy = new();
        policy.Close();
        await ShouldRefuse(docker, [$"{policy.Path}:/policy:ro"], $"user {RobotsUser}", "chmod -R a+rX");
    }

    private static async Task ShouldRefuse(StandInDocker docker, string[] volumes, params string[] reasons)
    {
        await using PythonProcess robot = StockNode(docker, "onnx", volumes);
        (await robot.End(Limit)).GetProperty("chunks").GetInt32().ShouldBe(0);
        docker.ExitOf(1).ShouldNotBe(0);
        foreach (string reason in reasons)
            docker.LogOf(1).ShouldContain(reason);
    }

    private static async Task DrivesTheStockDataflow(string stage)
    {
        await using StandInDocker docker = new();
        using ConfiguredPolicy policy = new();
        await using PythonProcess robot = StockNode(docker, stage, $"{policy.Path}:/policy:ro");
        int process = docker.ProcessOf(1);
        Eventually.Holds(() => docker.LogOf(1).Contains("is here", StringComparison.Ordinal), () => docker.LogOf(1));
        ShouldHaveGivenUpItsRights(process);
        ShouldReachNothingButItsFolders(process);
        (await Health(process)).ShouldBe(0, docker.LogOf(1));

        ShouldHaveAnsweredAll(await robot.Result(Limit), docker.LogOf(1));
        // The socket's end is all that tells it.
        docker.ExitOf(1).ShouldBe(0, docker.LogOf(1));
        Directory.EnumerateFileSystemEntries(docker.Cache).Select(Path.GetFileName)
            .ShouldBeSubsetOf(["policygate"], "only the gateway keeps anything");
    }

    private static async Task TheArmSucceeds(string stage)
    {
        await using StandInDocker docker = new();
        JsonElement totals = await ClosedLoop(docker, stage);
        totals.GetProperty("successes").GetInt32().ShouldBe(Episodes, $"{totals}\n{docker.LogOf(1)}");
        totals.GetProperty("refused").GetInt32().ShouldBe(0, $"{totals}");
        docker.ExitOf(1).ShouldBe(0, docker.LogOf(1));
    }

    private static async Task<JsonElement> ClosedLoop(StandInDocker docker, string stage)
    {
        DirectoryInfo results = Directory.CreateTempSubdirectory("policygate-test-");
        try
        {
            await using PythonProcess program = PythonProcess.Start("sim", "tools/sim/run.py",
                ["--gateway", "none", "--image", BuiltImages.Of(stage), "--policy-folder", Policy,
                "--episodes", $"{Episodes}", "--json", "-", "--results", results.FullName], docker.Lend);
            return await program.Result(Limit);
        }
        finally
        {
            results.Delete(recursive: true);
        }
    }

    private static PythonProcess StockNode(StandInDocker docker, string stage, params string[] volumes)
    {
        string[] named = [.. volumes.SelectMany(volume => (string[])["--volume", volume])];
        return PythonProcess.Start("openarm", "tests/peers/openarm/connect_peer.py",
            [.. Robot, "--user", $"{RobotsUser}", "--image", BuiltImages.Of(stage), .. named], docker.Lend);
    }

    private static void ShouldHaveGivenUpItsRights(int process)
    {
        Eventually.Holds(() => StatusOf(process, "Uid") == $"{RobotsUser}", () => StatusOf(process, "Uid"));
        StatusOf(process, "Gid").ShouldBe($"{RobotsUser}");
        foreach (string set in (string[])["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"])
            StatusOf(process, set).ShouldBe("0000000000000000", set);
    }

    private static void ShouldReachNothingButItsFolders(int process)
    {
        File.ReadLines($"/proc/{process}/net/dev").Skip(2).Select(line => line.Split(':')[0].Trim()).ShouldBe(["lo"]);
        Dictionary<string, string> mounts = [];
        foreach (string[] fields in File.ReadLines($"/proc/{process}/mountinfo").Select(line => line.Split(' ')))
            mounts[fields[4]] = fields[5].Split(',')[0];
        foreach (string folder in (string[])["/", "/openeval", "/policy"])
            mounts[folder].ShouldBe("ro", folder);
        mounts["/cache"].ShouldBe("rw");
    }

    /// <summary>The first word of a line of the process's status: of ids the real one.</summary>
    private static string StatusOf(int process, string name) =>
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith($"{name}:", StringComparison.Ordinal))
            .Split('\t')[1];

    /// <summary>As Docker runs a health check: in the container, as its user, with its environment.</summary>
    private static async Task<int> Health(int process)
    {
        var start = new ProcessStartInfo("nsenter",
            ["--target", $"{process}", "--mount", "--pid", "--net", "--ipc", "--uts", "--root", "--wd",
            "/opt/policygate/policygate", "health"]);
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/opt/policygate";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using Process health = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Limit);
        await health.WaitForExitAsync(patience.Token);
        return health.ExitCode;
    }

    private static void ShouldHaveAnsweredAll(JsonElement seen, string log)
    {
        string all = $"{seen}\n{log}";
        int requests = seen.GetProperty("requests").GetInt32();
        requests.ShouldBeInRange((Hz * Seconds) - 1, Hz * Seconds, all);
        seen.GetProperty("answered").GetInt32().ShouldBe(requests, all);
        seen.GetProperty("chunks").GetInt32().ShouldBe(requests, all);
        seen.GetProperty("skips").GetInt32().ShouldBe(0, all);
        // As the folder's own file says.
        seen.GetProperty("rows").EnumerateArray().Select(rows => rows.GetInt32()).ShouldBe([20], all);
        seen.GetProperty("errors").GetArrayLength().ShouldBe(0, all);
    }
}
