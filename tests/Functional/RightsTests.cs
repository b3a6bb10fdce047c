using System.Text.Json;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Functional.Workers;

namespace PolicyGate.Tests.Functional;

/// <summary>With whose rights the built executable serves, started as root as in a robot's container.</summary>
public sealed class RightsTests
{
    private const uint Robot = NeedsRootFactAttribute.OtherUser;
    private const string Ping = """{"ping":true}""";
    private const double Tolerance = 1e-4;

    private static readonly string Policy = Path.Combine(GoldenData.Root, "act-tiny");

    private static readonly string[] InStep = ["--set", "Chunks:DropLateRows=false"];

    [NeedsRootFact]
    public async Task It_serves_as_the_sockets_owner_in_every_thread_and_reads_what_only_that_one_may()
    {
        await using GatewayProcess gateway = GatewayProcess.StartConnectingTo(Robot, Policy, "Onnx", InStep);
        using RobotSocket robot = await gateway.AcceptRobot();

        AnswersAsTheReference(gateway, robot);

        await gateway.Says($"serving as user {Robot}, group {Robot}");
        HoldsNothing(gateway.Id, Robot);
    }

    [NeedsRootFact]
    public async Task Where_the_robot_is_roots_no_capability_is_left_to_root()
    {
        await using GatewayProcess gateway = GatewayProcess.StartConnectingTo(0, Policy, "Onnx", InStep);
        using RobotSocket robot = await gateway.AcceptRobot();

        AnswersAsTheReference(gateway, robot, user: 0);

        HoldsNothing(gateway.Id, 0);
    }

    [NeedsRootFact]
    public async Task Workers_have_no_more_rights_and_one_that_is_killed_comes_back()
    {
        await using GatewayProcess gateway = GatewayProcess.StartConnectingTo(
            Robot, Policy, "Onnx", [.. InStep, "--isolation", "Process"]);
        using RobotSocket robot = await gateway.AcceptRobot();
        AnswersAsTheReference(gateway, robot);
        int worker = WorkersOfLog.WaitForServing(() => gateway.Errors);
        HoldsNothing(worker, Robot);

        Signal.Send(worker, Signal.Kill);

        Eventually.Holds(
            () => WorkersOfLog.Of(gateway.Errors).Serving is { } other && other != worker, () => gateway.Errors);
        Eventually.Holds(() => Ask(gateway, robot, Robot).GetProperty("positions").GetArrayLength() == 20,
            () => gateway.Errors);
        int next = WorkersOfLog.Of(gateway.Errors).Serving.ShouldNotBeNull();
        HoldsNothing(next, Robot);
        robot.Dispose();
        (await gateway.Exit()).ShouldBe(0, gateway.Errors);
        Signal.IsAlive(next).ShouldBeFalse();
    }

    [NeedsRootFact]
    public async Task A_policy_that_the_robots_user_cannot_read_is_made_readable_and_said()
    {
        using var folder = new ClosedPolicy(Policy);
        await using GatewayProcess gateway = GatewayProcess.StartConnectingTo(Robot, folder.Path, "Onnx", InStep);
        using RobotSocket robot = await gateway.AcceptRobot();

        AnswersAsTheReference(gateway, robot);

        await gateway.Says("chmod -R a+rX");
        File.GetUnixFileMode(folder.Path).HasFlag(UnixFileMode.OtherRead | UnixFileMode.OtherExecute).ShouldBeTrue();
        File.GetUnixFileMode(folder.Path).HasFlag(UnixFileMode.OtherWrite).ShouldBeFalse();
    }

    [NeedsRootFact]
    public async Task A_folder_that_is_not_its_sockets_owners_is_served_by_nobody()
    {
        // The socket's path comes last; its folder is root's when the gateway sees it.
        const string Script = """for p; do :; done; chown 0 "$(dirname "$p")"; exec "$0" "$@" """;
        await using GatewayProcess gateway = GatewayProcess.StartConnectingTo(
            Robot, Policy, "Scripted", [], launcher: ["sh", "-c", Script]);
        using RobotSocket robot = await gateway.AcceptRobot();

        robot.Ask("""{"name":"inference","data_path":"/x"}""").GetProperty("error").GetProperty("message").GetString()
            .ShouldNotBeNull().ShouldContain("whose robot it is cannot be told");

        robot.ReadLine().ShouldBeNull();
        (await gateway.Exit()).ShouldBe(1, gateway.Errors);
    }

    [NeedsRootFact]
    public async Task Told_to_keep_roots_rights_it_keeps_them()
    {
        await using GatewayProcess gateway = GatewayProcess.StartConnectingTo(
            Robot, Policy, "Scripted", ["--set", "RunAs=Keep"]);
        using RobotSocket robot = await gateway.AcceptRobot();
        robot.Ask(Ping).GetProperty("ready").GetBoolean().ShouldBeTrue();

        StatusOf($"/proc/{gateway.Id}/status").ShouldNotBeNull()["Uid"].ShouldBe("0\t0\t0\t0");
    }

    [NeedsRootFact]
    public async Task Started_as_another_than_root_there_is_nothing_to_give_up()
    {
        await using GatewayProcess gateway = GatewayProcess.StartConnectingTo(
            Robot, Policy, "Scripted", ["--set", "Logging:LogLevel:PolicyGate.Rights=Debug"],
            launcher: ["setpriv", "--reuid", $"{Robot}", "--regid", $"{Robot}", "--clear-groups"]);
        using RobotSocket robot = await gateway.AcceptRobot();
        robot.Ask(Ping).GetProperty("ready").GetBoolean().ShouldBeTrue();

        await gateway.Says($"started as user {Robot}");
    }

    private static void AnswersAsTheReference(GatewayProcess gateway, RobotSocket robot, uint user = Robot)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Policy, "expected.json")));
        double[][] expected = json.RootElement.GetProperty("cases").EnumerateArray()
            .Single(any => any.GetProperty("name").GetString() == "half")
            .GetProperty("positions").Deserialize<double[][]>()!;

        Differences.Largest(Ask(gateway, robot, user), expected).ShouldBeLessThan(Tolerance, gateway.Errors);
    }

    /// <summary>The observation as a stock node has it: readable by the robot's user alone.</summary>
    private static JsonElement Ask(GatewayProcess gateway, RobotSocket robot, uint user)
    {
        string folder = Path.GetDirectoryName(gateway.SocketPath)!;
        GoldenObservation golden = GoldenData.OpenArm("half");
        string request = GoldenRequest.For(golden, folder);
        GatewayProcess.Give(user, Directory.GetFiles(folder, "*.arrow"));
        return robot.Ask(request);
    }

    private static void HoldsNothing(int process, uint user)
    {
        string[] threads = Directory.GetDirectories($"/proc/{process}/task");
        threads.ShouldNotBeEmpty();
        foreach (string thread in threads)
        {
            // One that has ended meanwhile holds nothing.
            if (StatusOf(Path.Combine(thread, "status")) is not { } status)
                continue;
            status["Uid"].ShouldBe(string.Join('\t', user, user, user, user), thread);
            status["Gid"].ShouldBe(string.Join('\t', user, user, user, user), thread);
            status["Groups"].ShouldBeEmpty(thread);
            foreach (string set in (string[])["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"])
                status[set].ShouldBe("0000000000000000", $"{thread} {set}");
            status["NoNewPrivs"].ShouldBe("1", thread);
        }
    }

    private static Dictionary<string, string>? StatusOf(string path)
    {
        try
        {
            return File.ReadLines(path).Select(line => line.Split(':', 2))
                .ToDictionary(pair => pair[0], pair => pair[1].Trim());
        }
        catch (IOException) when (!File.Exists(path))
        {
            return null;
        }
    }
}
