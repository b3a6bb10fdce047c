using System.Text.Json;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Replay;

/// <summary>Robots at a gateway that records; played again, every answer is the same bit for bit.</summary>
public sealed class ReplayedRobotsTests : IDisposable
{
    private readonly ScratchFolder _folder = new("policygate-test-");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Onnx")]
    [InlineData("Scripted")]
    [InlineData("Onnx", "Chunks:DropLateRows=false", "Wires:OpenArm:0:Timing=true")]
    [InlineData("Onnx", "Chunks:Blend=CrossFade", "Wires:OpenArm:0:Robot=openarm-bimanual")]
    [InlineData("Onnx", "Chunks:Blend=TemporalEnsemble", "Chunks:ResampleHz=50", "Chunks:Window:Size=12")]
    [InlineData("Onnx", "Pacing:MaximumRateHz=40", "Pacing:MaximumAge=00:00:05", "Pacing:SimilarityRadians=0.01")]
    [InlineData("Scripted", "Chunks:SimulatedLatency=00:00:00.1", "Chunks:OnFailure=Hold")]
    [InlineData("Scripted", "Policies:reach:Options:Mode=Sine", "Policies:reach:Options:RowsPerRun=3",
        "Policies:reach:Options:Noise:0=0.01")]
    public async Task Every_tick_is_the_same(string backend, params string[] settings)
    {
        var all = settings.Select(setting => setting.Split('='))
            .ToDictionary(pair => pair[0], string? (pair) => pair[1]);
        await using (RecordingGateway gateway = await RecordingGateway.Start(_folder, backend, all))
            gateway.Drive(30);

        ShouldBeSame(30, sessions: 1);
    }

    [Fact]
    public async Task Ticks_that_could_not_be_answered_fail_again_for_the_same_reason_and_those_after_are_the_same()
    {
        var settings = new Dictionary<string, string?> { ["Wires:OpenArm:0:Robot"] = "openarm-bimanual" };
        await using (RecordingGateway gateway = await RecordingGateway.Start(_folder, settings: settings))
        {
            using RobotSocket robot = gateway.Gateway.Connect();
            robot.Ask(gateway.Request(0, reset: true));
            foreach (string bad in BadLines(gateway))
            {
                robot.Ask(bad).TryGetProperty("error", out _).ShouldBeTrue(bad);
                // A second failure in a row is a hold, which later ticks go by.
                robot.Ask(bad).TryGetProperty("error", out _).ShouldBeTrue(bad);
                robot.Ask(gateway.Request(1)).TryGetProperty("error", out _).ShouldBeFalse();
            }
            robot.Ask("{\"ping\":true}");
            robot.Ask(gateway.Request(2));
        }

        ShouldBeSame(23, sessions: 1);
    }

    [Fact]
    public async Task Robots_at_the_same_time_are_told_apart()
    {
        await using (RecordingGateway gateway = await RecordingGateway.Start(_folder))
        {
            using RobotSocket first = gateway.Gateway.Connect();
            using RobotSocket second = gateway.Gateway.Connect();
            for (int i = 0; i < 10; i++)
            {
                first.Ask(gateway.Request(i, reset: i == 0));
                second.Ask(gateway.Request(i + 8, reset: i == 0));
            }
        }

        JsonElement report = ShouldBeSame(20, sessions: 2);
        report.GetProperty("notes")[0].GetString()!.ShouldContain("reach on Onnx");
    }

    [Theory]
    [InlineData("Onnx")]
    [InlineData("Scripted")]
    public async Task LeRobot_robots_are_answered_with_the_same_pickles(string backend)
    {
        await using (RecordingGateway gateway = await RecordingGateway.Start(
            _folder, backend, new() { ["Wires:LeRobot:Endpoint"] = "127.0.0.1:0", ["Wires:LeRobot:Fps"] = "25" },
            "tests/data/act-tiny"))
        {
            using var robot = new LeRobotRobot(gateway.Gateway.Host.LeRobotEndPoints.Single());
            await robot.Begin("act-tiny", actions: 7);
            for (int i = 0; i < 6; i++)
            {
                (await robot.Observe(i, mustGo: true, 0.05 * i, timestamp: 1000 + i)).Good();
                (await robot.Actions()).Count.ShouldBe(7);
                if (i == 3)
                    (await robot.Ready()).Good();
            }
        }

        ShouldBeSame(6, sessions: 1);
    }

    private static IEnumerable<string> BadLines(RecordingGateway gateway)
    {
        string folder = gateway.Gateway.Folder;
        string good = gateway.Request(0);
        string path = JsonDocument.Parse(good).RootElement.GetProperty("data_path").GetString()!;
        string bad = Path.Combine(folder, "bad.arrow");
        File.WriteAllBytes(bad, File.ReadAllBytes(path)[..5000]);
        yield return good.Replace(path, bad, StringComparison.Ordinal);
        yield return good.Replace(path, Path.Combine(folder, "gone.arrow"), StringComparison.Ordinal);
        yield return good.Replace(path, "/etc/passwd", StringComparison.Ordinal);
        yield return good.Replace(path, folder, StringComparison.Ordinal);
        yield return good.Replace(path, GoldenData.Path("openarm/nan-position.arrow"), StringComparison.Ordinal);
        yield return "{\"name\":\"inference\"";
        yield return "{\"name\":\"inference\",\"metadata\":{\"timestamp\":NaN}}";
    }

    private JsonElement ShouldBeSame(int ticks, int sessions)
    {
        JsonElement report = RecordingGateway.Replay(_folder.Path, exitCode: 0);
        report.GetProperty("differences").GetArrayLength().ShouldBe(0, report.ToString());
        report.GetProperty("unreadable").GetArrayLength().ShouldBe(0, report.ToString());
        report.GetProperty("sameTicks").GetInt64().ShouldBe(ticks, report.ToString());
        report.GetProperty("sessions").GetInt32().ShouldBe(sessions);
        return report;
    }
}
