using System.Text.Json;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.CommandLine;

namespace PolicyGate.Tests.Functional.Replay;

/// <summary>A LeRobot robot's recording as the input of <c>compare</c>.</summary>
public sealed class ComparedLeRobotTests : IDisposable
{
    private const string Policy = "tests/data/act-tiny";

    private readonly ScratchFolder _folder = new("policygate-test-");
    private readonly ScratchFolder _report = new("policygate-test-");

    public void Dispose()
    {
        _folder.Dispose();
        _report.Dispose();
    }

    [Fact]
    public async Task Two_policies_differ_and_the_worst_ticks_show_what_the_cameras_saw()
    {
        var leRobot = new Dictionary<string, string?> { ["Wires:LeRobot:Endpoint"] = "127.0.0.1:0" };
        await using (RecordingGateway gateway = await RecordingGateway.Start(_folder, "Onnx", leRobot, Policy))
        {
            using var robot = new LeRobotRobot(gateway.Gateway.Host.LeRobotEndPoints.Single());
            await robot.Begin("act-tiny", actions: 20);
            for (int i = 0; i < 4; i++)
            {
                (await robot.Observe(i, mustGo: true, 0.05 * i, timestamp: 1000 + i)).Good();
                await robot.Actions();
            }
        }

        var run = CommandLineRun.Of(
        [
            "compare", "--json", "--input", _folder.Path, "--a", $"Onnx:{Repository.At(Policy)}",
            "--b", $"Scripted:{Repository.At(Policy)}", "--slower", "100000", "--output", _report.PathOf("report"),
            "--config", Repository.At("appsettings.json"),
        ]);

        run.ExitCode.ShouldBe(1, run.Error);
        using var report = JsonDocument.Parse(run.Output);
        JsonElement[] worst = [.. report.RootElement.GetProperty("worst").EnumerateArray()];
        worst.ShouldNotBeEmpty();
        foreach (JsonElement tick in worst)
        {
            tick.GetProperty("pictures").EnumerateArray().Select(picture => picture.GetProperty("camera").GetString())
                .ShouldBe(["head_left", "wrist_left", "wrist_right"], ignoreOrder: true, run.Output);
        }
    }
}
