using System.Text.Json;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.CommandLine;

namespace PolicyGate.Tests.Functional.Replay;

/// <summary>Recordings sent to servers over the real wires.</summary>
public sealed class ReplayedServersTests : IDisposable
{
    private readonly ScratchFolder _folder = new("policygate-test-");
    private readonly ScratchFolder _other = new("policygate-test-");

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData("false", "Onnx", 0)]
    [InlineData("true", "Onnx", 0)]
    [InlineData("false", "Scripted", 1)]
    public async Task An_OpenArm_server_is_asked_as_the_robot_did(string dropLateRows, string backend, int exitCode)
    {
        await using (RecordingGateway recorded = await RecordingGateway.Start(
            _folder, settings: new() { ["Chunks:DropLateRows"] = dropLateRows }))
        {
            recorded.Drive(8);
        }
        await using RecordingGateway server = await RecordingGateway.Start(_other, backend);

        JsonElement report = RecordingGateway.Replay(
            _folder.Path, exitCode, "--against", $"unix:{server.Gateway.SocketPath}");

        report.GetProperty("ticks").GetInt64().ShouldBe(8);
        report.GetProperty("differentTicks").GetInt64().ShouldBe(exitCode * 8);
    }

    [Fact]
    public async Task A_LeRobot_server_is_asked_as_the_robot_did()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Wires:LeRobot:Endpoint"] = "127.0.0.1:0",
            ["Wires:LeRobot:ObservationQueueTimeout"] = "00:00:00.200",
        };
        const string Policy = "tests/data/act-tiny";
        await using (RecordingGateway recorded = await RecordingGateway.Start(_folder, "Scripted", settings, Policy))
        {
            using var robot = new LeRobotRobot(recorded.Gateway.Host.LeRobotEndPoints.Single());
            await robot.Begin("act-tiny", actions: 7);
            for (int i = 0; i < 5; i++)
            {
                (await robot.Observe(i, mustGo: i == 0, 0.1 * i)).Good();
                (await robot.Actions()).Count.ShouldBe(7);
            }
        }
        await using RecordingGateway server = await RecordingGateway.Start(_other, "Scripted", settings, Policy);
        string address = server.Gateway.Host.LeRobotEndPoints.Single().ToString();

        JsonElement report = RecordingGateway.Replay(_folder.Path, exitCode: 0, "--against", address);

        report.GetProperty("sameTicks").GetInt64().ShouldBe(5);
    }

    [Theory]
    [InlineData("unix:/no/such/socket")]
    [InlineData("127.0.0.1:1")]
    public async Task A_server_that_is_not_there_is_said(string address)
    {
        bool leRobot = address.StartsWith('1');
        var settings = new Dictionary<string, string?> { ["Wires:LeRobot:Endpoint"] = "127.0.0.1:0" };
        await using (RecordingGateway recorded = await RecordingGateway.Start(
            _folder, "Scripted", settings, "tests/data/act-tiny"))
        {
            if (leRobot)
            {
                using var robot = new LeRobotRobot(recorded.Gateway.Host.LeRobotEndPoints.Single());
                await robot.Begin("act-tiny");
                (await robot.Observe(0, mustGo: true, 0.1)).Good();
                (await robot.Actions()).Count.ShouldBeGreaterThan(0);
            }
            else
            {
                recorded.Drive(1);
            }
        }

        CommandLineRun run = RecordingGateway.Run(_folder.Path, "--against", address);

        run.ExitCode.ShouldBe(2, run.Output);
        run.Error.ShouldContain(address.Replace("unix:", "", StringComparison.Ordinal));
    }
}
