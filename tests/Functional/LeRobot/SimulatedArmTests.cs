using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.LeRobot;

/// <summary>
/// The simulated arm as a LeRobot robot: does it reach the cube, and as soon as with LeRobot's own server in the same
/// run? <c>POLICYGATE_LONG_TESTS=1 ./test SimulatedArmTests</c> drives 50 episodes instead of 4.
/// </summary>
[Collection(RealTimeRobots.Name)]
public sealed class SimulatedArmTests
{
    private const int FirstSeed = 700000;
    private const int OtherSeed = 800000;

    private static readonly int Episodes =
        Environment.GetEnvironmentVariable("POLICYGATE_LONG_TESTS") == "1" ? 50 : 4;

    // On the wall clock an episode differs by a step or two from run to run.
    private static readonly double Steps = Episodes == 50 ? 2 : 8;

    [NeedsPythonFact("lerobot", "sim")]
    public async Task It_reaches_the_cube_as_soon_as_with_LeRobots_own_server()
    {
        JsonElement stock;
        await using (StockLeRobotServer server = await StockLeRobotServer.Start(LeRobotPolicy.Reach))
            stock = await LeRobotArm.Drive(server.Address, Episodes, FirstSeed);
        using var policy = new TorchResizedPolicy(LeRobotPolicy.Reach);
        await using LeRobotGateway gateway = await LeRobotGateway.Start(policy.Path);
        JsonElement ours = await LeRobotArm.Drive(gateway.Address, Episodes, FirstSeed);

        string all = $"gateway {ours}\nstock {stock}\n{gateway.Log}";
        Successes(ours).ShouldBeGreaterThanOrEqualTo(Successes(stock), all);
        MeanSteps(ours).ShouldBeLessThan(MeanSteps(stock) + Steps, all);
        ours.GetProperty("errors").GetArrayLength().ShouldBe(0, all);
    }

    [NeedsPythonFact("lerobot", "sim")]
    public async Task Two_arms_at_once_reach_theirs()
    {
        using var policy = new TorchResizedPolicy(LeRobotPolicy.Reach);
        await using LeRobotGateway gateway = await LeRobotGateway.Start(policy.Path);
        JsonElement[] arms = await Task.WhenAll(
            LeRobotArm.Drive(gateway.Address, Episodes, FirstSeed),
            LeRobotArm.Drive(gateway.Address, Episodes, OtherSeed));
        foreach (JsonElement arm in arms)
        {
            Successes(arm).ShouldBe(Episodes, $"{arms[0]}\n{arms[1]}\n{gateway.Log}");
            arm.GetProperty("errors").GetArrayLength().ShouldBe(0, $"{arm}\n{gateway.Log}");
        }
    }

    private static int Successes(JsonElement totals) => totals.GetProperty("successes").GetInt32();

    private static double MeanSteps(JsonElement totals) => totals.GetProperty("mean_steps").GetDouble();
}
