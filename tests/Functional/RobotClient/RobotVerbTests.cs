using System.Text.Json;
using System.Xml.Linq;
using PolicyGate.Gateway.Recording;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.CommandLine;

namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>The verb from its command line to a served policy and back.</summary>
public sealed class RobotVerbTests : IAsyncLifetime
{
    private static readonly string Policy = Repository.At("samples/policies/reach");

    private static readonly string Joints = string.Join(',', new[] { "right", "left" }.SelectMany(
        side => Enumerable.Range(1, 7).Select(i => $"{side}_joint{i}.pos").Append($"{side}_gripper.pos")));

    private readonly string _folder = Directory.CreateTempSubdirectory("policygate-test-").FullName;
    private LeRobotGateway _gateway = null!;

    public async Task InitializeAsync()
    {
        _gateway = await LeRobotGateway.Start(Policy);
        // What is driven for seconds is not to wait for it.
        Eventually.Holds(() => _gateway.Log.Contains(" is warm on "), () => _gateway.Log);
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_a_simulated_arm_was_told_is_reported_drawn_and_recorded_and_can_be_played_again()
    {
        string recordings = PathOf("recordings");
        await using (var robot = new RobotProcess(Simulated(
            $"--record={recordings}", $"--json={PathOf("report.json")}",
            $"--debug_visualize_queue_size={PathOf("queue.svg")}", "--duration=6",
            """--robot.max_relative_target={"right_gripper": 0.001}""")))
        {
            (await robot.Exit()).ShouldBe(0, robot.Said);
            robot.Said.ShouldContain($"ok: the policy server {_gateway.Address} is there");
            robot.Said.ShouldContain("limited: relative target of right_gripper.pos: ");
            robot.Said.ShouldContain("period begins late by");
        }
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(PathOf("report.json")));
        long executed = report.RootElement.GetProperty("executed").GetInt64();
        executed.ShouldBeGreaterThan(0);
        report.RootElement.GetProperty("queueSizes").GetArrayLength().ShouldBe((int)executed);
        report.RootElement.GetProperty("queueSeconds").GetArrayLength().ShouldBe((int)executed);
        XElement.Load(PathOf("queue.svg")).Descendants()
            .Count(element => element.Attribute("class")?.Value == "size").ShouldBe(1);

        RecordingInput.Open(recordings, new(), out RecordingInput? input).ShouldBeNull();
        input!.Read().Count().ShouldBe((int)report.RootElement.GetProperty("chunks").GetInt64());
        foreach (string[] played in new[] { ["--against", _gateway.Address], new[] { "--policy", Policy } })
        {
            string[] backend = played[0] == "--policy" ? ["--backend", "Onnx"] : [];
            var replay = CommandLineRun.Of(["replay", recordings, .. played, .. backend, .. Configuration]);
            replay.ExitCode.ShouldBe(0, replay.Output + replay.Error);
            replay.Output.ShouldContain("the same bit for bit, 0 different");
        }
    }

    [Fact]
    public async Task A_recording_drives_the_server_as_a_robot_until_it_is_over()
    {
        string recordings = PathOf("recordings");
        await using (var first = new RobotProcess(Simulated($"--record={recordings}", "--duration=5")))
            (await first.Exit()).ShouldBe(0, first.Said);
        await using var replay = new RobotProcess(
            ["--robot.type=replay", $"--robot.recording={recordings}", .. Asked]);
        (await replay.Exit()).ShouldBe(0, replay.Said);
        replay.Said.ShouldContain("actions executed");
        replay.Said.ShouldContain("refused 0");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(15)]
    public async Task A_signal_ends_the_run_in_order(int signal)
    {
        await using var robot = new RobotProcess(Simulated($"--json={PathOf("report.json")}"));
        Eventually.Holds(() => robot.Said.Contains(" is there"), () => robot.Said);
        Signal.Send(robot.Id, signal);
        (await robot.Exit()).ShouldBe(0, robot.Said);
        robot.Said.ShouldContain("control periods");
        File.Exists(PathOf("report.json")).ShouldBeTrue();
    }

    [Fact]
    public async Task Killed_it_leaves_a_recording_of_all_that_was_whole()
    {
        string recordings = PathOf("recordings");
        await using var robot = new RobotProcess(Simulated($"--record={recordings}"));
        Eventually.Holds(() => Segments(recordings).Any(segment => segment.Length > 600_000), () => robot.Said);
        Signal.Send(robot.Id, Signal.Kill);
        await robot.Exit();
        RecordingInput.Open(recordings, new(), out RecordingInput? input).ShouldBeNull();
        input!.Read().Count().ShouldBeGreaterThan(0);
        // Nothing but a tick that was being written.
        input.Unreadable.ShouldAllBe(line => line.Contains("its end is cut off"));
    }

    [Fact]
    public async Task A_policy_that_the_server_does_not_have_is_told_and_nothing_moves()
    {
        await using var robot = new RobotProcess(
            ["--robot.type=simulated", $"--server_address={_gateway.Address}", "--policy_type=act",
            "--pretrained_name_or_path=reech", "--actions_per_chunk=16", "--duration=20"]);
        (await robot.Exit()).ShouldBe(1, robot.Said);
        robot.Said.ShouldContain("reech");
    }

    private static string[] Configuration => ["--config", Repository.At("appsettings.json")];

    private string[] Asked =>
    [
        $"--server_address={_gateway.Address}", "--policy_type=act", "--pretrained_name_or_path=reach",
        "--actions_per_chunk=16", "--max-answer-age=30",
    ];

    private string PathOf(string file) => Path.Combine(_folder, file);

    private static IEnumerable<FileInfo> Segments(string recordings) => !Directory.Exists(recordings) ? [] :
        Directory.EnumerateFiles(recordings, "0*.arrows", SearchOption.AllDirectories)
            .Select(file => new FileInfo(file));

    private string[] Simulated(params string[] further) =>
    [
        "--robot.type=simulated", $"--robot.joints={Joints}",
        "--robot.cameras=head_left:120x192,wrist_left:120x192,wrist_right:120x192", .. Asked, .. further,
    ];
}
