using PolicyGate.RobotClient;
using PolicyGate.RobotClient.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>
/// Our client drives a robot by our own gateway: every answer is what PyTorch makes of its observation, every action
/// what LeRobot's own queue makes of the answers.
/// </summary>
[Collection(StockPeersCollection.Name)]
public sealed class GatewayRunTests(StockPeers peers) : IDisposable
{
    private const int AWhile = 40;

    private static readonly RobotFeatures Robot = WanderingRobot.Arm with
    {
        Cameras = [new("head_left", 120, 192), new("wrist_left", 120, 192), new("wrist_right", 120, 192)],
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-test-");

    [NeedsPythonFact("lerobot")]
    public async Task It_is_driven_as_PyTorch_would_drive_it_also_when_the_gateway_was_restarted()
    {
        string address = $"127.0.0.1:{FreePort.Take()}", log = Path.Combine(_folder.FullName, "said.jsonl");
        using var policy = new TorchResizedPolicy(LeRobotPolicy.ActTiny);
        await using StockLeRobotServer between = await StockLeRobotServer.StartFaulty(
            log, options: ["--relay", address, "--keep", _folder.FullName]);
        await using var driven = new DrivenRobot(
            DrivenRobot.Options(between.Address) with { PretrainedNameOrPath = LeRobotPolicy.ActTiny.Name }, Robot);
        await using (LeRobotGateway before = await LeRobotGateway.Start(policy.Path, address: address))
        {
            driven.Executes(AWhile);
            (await before.Stop()).ShouldBe(0, before.Log);
        }
        driven.Holds(() => driven.Told("is lost (") > 0, "it is told that the gateway is gone");
        await using LeRobotGateway after = await LeRobotGateway.Start(policy.Path, address: address);
        driven.Executes(AWhile);
        (LeRobotClientReport report, CheckedRun run) = await peers.Check(
            driven, log, ["--keep", _folder.FullName, .. LeRobotPolicy.ActTiny.Arguments]);
        string all = $"{run}\n{driven.Said}\n{after.Log}";
        run.Wrong.ShouldBeEmpty(all);
        run.Executed.ShouldBe(driven.Robot.Commanded, all);
        run.Mixed.ShouldBePositive(all);
        report.Reconnects.ShouldBePositive(all);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
