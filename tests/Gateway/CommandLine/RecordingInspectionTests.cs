using System.Text.Json;
using System.Xml.Linq;
using PolicyGate.Gateway.Recording;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Gateway.Recording;

namespace PolicyGate.Tests.Gateway.CommandLine;

/// <summary><c>policygate inspect FOLDER</c> of a recording.</summary>
public sealed class RecordingInspectionTests
{
    private const string NoSuchFile = """{"name":"inference","data_path":"/dev/shm/policygate-no-such.arrow"}""";

    [Fact]
    public async Task It_says_who_was_answered_how_and_how_fast()
    {
        await using RecordedRobot robot = await RecordedRobot.Start();
        robot.Ask(robot.Request, times: 4);
        robot.Ask(NoSuchFile);
        await robot.Stop();

        CommandLineRun run = CommandLineRun.Of("inspect", robot.Folder);

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        run.Output.ShouldStartWith($"{robot.Folder}: recording");
        run.Output.ShouldContain("5 ticks of 1 session in 1 run");
        run.Output.ShouldContain("policy 'act-tiny'");
        run.Output.ShouldContain("session policy.socket#1/1");
        run.Output.ShouldContain("4 chunks, 1 skip (NotFound 1)");
        run.Output.ShouldContain("stage total");
    }

    [Fact]
    public async Task For_programs_it_has_the_same_as_json()
    {
        await using RecordedRobot robot = await RecordedRobot.Start();
        robot.Ask(robot.Request, times: 4);
        await robot.Stop();
        File.AppendAllText(robot.Segment, "and more");

        CommandLineRun run = CommandLineRun.Of("inspect", robot.Folder, "--json");

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        JsonElement recording = JsonDocument.Parse(run.Output).RootElement.GetProperty("recording");
        recording.GetProperty("ticks").GetInt64().ShouldBe(4);
        recording.GetProperty("bytes").GetInt64().ShouldBe(new FileInfo(robot.Segment).Length);
        JsonElement session = recording.GetProperty("sessions").EnumerateArray().Single();
        session.GetProperty("chunks").GetInt64().ShouldBe(4);
        session.GetProperty("leftOut").GetInt64().ShouldBe(0);
        recording.GetProperty("stageMilliseconds").GetProperty("total").GetProperty("p50").GetDouble()
            .ShouldBeGreaterThan(0);
        JsonElement route = recording.GetProperty("routes").EnumerateArray().Single();
        route.GetProperty("files").GetInt32().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Pictures_and_joints_are_drawn()
    {
        using var folder = new ScratchFolder("policygate-test-");
        await using RecordedRobot robot = await RecordedRobot.Start();
        robot.Ask(robot.Request, times: 4);
        await robot.Stop();

        CommandLineRun run = CommandLineRun.Of(
            "inspect", robot.Folder, "--png", folder.PathOf("pictures"), "--joints", folder.PathOf("joints"));

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        string[] pictures = Directory.GetFiles(folder.PathOf("pictures"), "*.png", SearchOption.AllDirectories);
        pictures.Length.ShouldBe(5, run.Output);
        string drawing = Directory.GetFiles(folder.PathOf("joints")).Single();
        Path.GetFileName(drawing).ShouldBe("policy.socket_1_1.svg");
        XElement svg = XDocument.Load(drawing).Root!;
        XNamespace space = svg.Name.Namespace;
        svg.Descendants(space + "polyline").Count().ShouldBe(16);
        svg.Descendants(space + "circle").Count().ShouldBe(16 * 4);
    }

    [Fact]
    public async Task A_recording_of_which_nothing_can_be_read_ends_with_1()
    {
        await using RecordedRobot robot = await RecordedRobot.Start();
        robot.Ask(robot.Request);
        await robot.Stop();
        File.WriteAllText(Path.Combine(robot.Run, RecordingManifest.FileName), """{"format":99}""");

        CommandLineRun run = CommandLineRun.Of("inspect", robot.Run);

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("is of format 99");
    }
}
