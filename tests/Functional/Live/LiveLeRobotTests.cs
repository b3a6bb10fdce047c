using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Live;

/// <summary>LeRobot's own client, unchanged, drives on while its policy goes to another engine and back.</summary>
[Collection(RealTimeRobots.Name)]
public sealed class LiveLeRobotTests
{
    // Two runs of the verb, each on a machine that is busy besides.
    private const double Seconds = 20;
    private const double Tolerance = 1e-4;

    [NeedsPythonAndLibTorchFact("lerobot")]
    public async Task Over_two_changes_of_its_engine_a_stock_client_receives_what_PyTorch_would_say_without_a_gap()
    {
        using var policy = new TorchResizedPolicy(LeRobotPolicy.ActTiny);
        File.Copy(
            Repository.At($"{LeRobotPolicy.ActTiny.Folder}/model.pt"), Path.Combine(policy.Path, "model.pt"));
        string address = $"127.0.0.1:{FreePort.Take()}";
        await using LiveGateway gateway = await LiveGateway.Start(policy.Path, "Onnx", "--lerobot", address);
        // Both engines are warm: what is left to do takes no longer on a machine that is busy besides.
        await gateway.Swap("--backend", "TorchSharp", "--trial-ticks", "0");
        await using StockLeRobotClient client = StockLeRobotClient.Start(
            address, Seconds, ["--pretrained", LeRobotPolicy.ActTiny.Name, .. LeRobotPolicy.ActTiny.Arguments]);
        await client.Moving();

        foreach (int version in new[] { 1, 2 })
        {
            await gateway.RollBack("--now");
            // It asks a few times a second: two between two of its ticks would be none.
            Eventually.Holds(
                () => gateway.Log.Contains($"is answered by policy 'act-tiny' (version {version}) from now on"),
                () => gateway.Log);
        }

        LeRobotReport report = await client.Report();
        string all = $"{report}\n{gateway.Log}";
        report.Started.ShouldBeTrue(all);
        report.LeftOut.ShouldBeEmpty(all);
        report.Malformed.ShouldBeEmpty(all);
        report.Rows.ShouldBe([20], all);
        report.ReceivedError.ShouldNotBeNull().ShouldBeLessThan(Tolerance, all);
        report.ExecutedError.ShouldNotBeNull().ShouldBeLessThan(Tolerance, all);
        report.Errors.ShouldBeEmpty(all);
    }
}
