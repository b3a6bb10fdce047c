using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.LeRobot;

/// <summary>LeRobot's own client against its own server: what the gateway is held against holds.</summary>
[Collection(RealTimeRobots.Name)]
public sealed class StockServerTests
{
    private const double Seconds = 3;

    // The same PyTorch model on both sides: nothing but the mixing of chunks may round.
    private const double Same = 1e-6;

    [NeedsPythonFact("lerobot")]
    public async Task The_stand_in_for_torchs_kernel_makes_torchs_bytes()
    {
        JsonElement checks = await PythonProgram.Run("lerobot", TimeSpan.FromMinutes(1),
            "tests/peers/lerobot/torch_resize.py", Repository.At("tests/data/resize"));
        checks.GetProperty("cases").GetInt32().ShouldBeGreaterThan(5, $"{checks}");
        checks.GetProperty("wrong").GetArrayLength().ShouldBe(0, $"{checks}");
    }

    [NeedsPythonFact("lerobot")]
    public async Task A_robot_executes_what_PyTorch_makes_of_its_observation()
    {
        await using StockLeRobotServer server = await StockLeRobotServer.Start(LeRobotPolicy.ActTiny);
        LeRobotReport report = await StockLeRobotClient.Run(
            server.Address, Seconds, LeRobotPolicy.ActTiny.Arguments);
        ShouldHaveDriven(report);
    }

    [NeedsPythonFact("lerobot")]
    public async Task The_policy_without_a_model_is_known_as_well()
    {
        await using StockLeRobotServer server = await StockLeRobotServer.Start(policy: null);
        ShouldHaveDriven(await StockLeRobotClient.Run(server.Address, Seconds, "--made-up"));
    }

    [NeedsPythonFact("lerobot")]
    public async Task Another_policys_actions_are_noticed()
    {
        await using StockLeRobotServer server = await StockLeRobotServer.Start(LeRobotPolicy.Reach);
        LeRobotReport report = await StockLeRobotClient.Run(server.Address, 1, LeRobotPolicy.ActTiny.Arguments);
        report.ReceivedError.ShouldNotBeNull().ShouldBeGreaterThan(0.1, $"{report}");
        report.ExecutedError.ShouldNotBeNull().ShouldBeGreaterThan(0.1, $"{report}");
    }

    [NeedsPythonFact("lerobot")]
    public async Task A_server_that_is_not_there_is_in_the_clients_log()
    {
        LeRobotReport report = await StockLeRobotClient.Run("127.0.0.1:1", 1);
        report.Started.ShouldBeFalse();
        report.Errors.ShouldHaveSingleItem().ShouldContain("Failed to connect to policy server");
    }

    [NeedsPythonFact("lerobot", "sim")]
    public async Task The_simulated_arm_reaches_the_cube()
    {
        await using StockLeRobotServer server = await StockLeRobotServer.Start(LeRobotPolicy.Reach);
        JsonElement totals = await LeRobotArm.Drive(server.Address, episodes: 2, seed: 700000);
        totals.GetProperty("successes").GetInt32().ShouldBe(2, $"{totals}");
        totals.GetProperty("errors").GetArrayLength().ShouldBe(0, $"{totals}");
    }

    private static void ShouldHaveDriven(LeRobotReport report)
    {
        report.Started.ShouldBeTrue($"{report}");
        report.FirstTimestep.ShouldBe(0, $"{report}");
        report.Executed.ShouldBe(report.LastTimestep!.Value + 1 + report.Repeated, $"{report}");
        report.LeftOut.ShouldBeEmpty($"{report}");
        report.Malformed.ShouldBeEmpty($"{report}");
        report.Errors.ShouldBeEmpty($"{report}");
        report.ReceivedError.ShouldNotBeNull().ShouldBeLessThan(Same, $"{report}");
        report.ExecutedError.ShouldNotBeNull().ShouldBeLessThan(Same, $"{report}");
    }
}
