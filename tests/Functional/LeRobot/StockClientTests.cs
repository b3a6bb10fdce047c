using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.LeRobot;

/// <summary>
/// LeRobot's own client, unchanged, drives a robot that stands still through the built gateway.
/// <c>POLICYGATE_LONG_TESTS=1 ./test StockClientTests</c> drives for 60 s instead of 4.
/// </summary>
[Collection(RealTimeRobots.Name)]
public sealed class StockClientTests
{
    private const int Hz = 30;
    private const double Tolerance = 1e-4;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("POLICYGATE_LONG_TESTS") == "1";
    private static readonly double Seconds = IsLong ? 60 : 4;

    [NeedsPythonFact("lerobot")]
    public Task Act_tiny_drives_without_a_gap_as_PyTorch_would() => Drives(LeRobotPolicy.ActTiny);

    [NeedsPythonFact("lerobot")]
    public Task Reach_drives_without_a_gap_as_PyTorch_would() => Drives(LeRobotPolicy.Reach);

    [NeedsPythonFact("lerobot")]
    public async Task Two_robots_are_driven_apart_and_a_third_that_only_says_ready_disturbs_neither()
    {
        using var policy = new TorchResizedPolicy(LeRobotPolicy.ActTiny);
        await using LeRobotGateway gateway = await LeRobotGateway.Start(policy.Path);
        await using StockLeRobotClient one = Start(gateway, LeRobotPolicy.ActTiny);
        await using StockLeRobotClient other = Start(gateway, LeRobotPolicy.ActTiny, "--pose", "0.3");
        await one.Moving();
        await other.Moving();
        await PythonProgram.Run("lerobot", TimeSpan.FromSeconds(60 + Seconds), "tests/peers/lerobot/ready.py",
            "--address", gateway.Address, "--times", $"{Seconds * 5}");
        ShouldHaveDriven(await one.Report(), gateway);
        ShouldHaveDriven(await other.Report(), gateway);
    }

    [NeedsPythonFact("lerobot")]
    public async Task A_policy_that_is_not_known_is_refused_with_those_that_are()
    {
        using var policy = new TorchResizedPolicy(LeRobotPolicy.ActTiny);
        await using LeRobotGateway gateway = await LeRobotGateway.Start(policy.Path);
        LeRobotReport report = await StockLeRobotClient.Run(
            gateway.Address, Seconds, "--pretrained", "lerobot/act_aloha_sim_transfer_cube_human");
        report.Started.ShouldBeFalse($"{report}");
        string error = report.Errors.ShouldHaveSingleItem();
        error.ShouldContain("NOT_FOUND");
        error.ShouldContain("known are act-tiny");
        error.ShouldContain("export_lerobot.py");
    }

    [NeedsPythonFact("lerobot")]
    public async Task A_camera_that_the_policy_needs_and_the_robot_lacks_is_refused_by_name_before_the_robot_moves()
    {
        using var policy = new TorchResizedPolicy(LeRobotPolicy.ActTiny);
        await using LeRobotGateway gateway = await LeRobotGateway.Start(policy.Path);
        LeRobotReport report = await StockLeRobotClient.Run(
            gateway.Address, Seconds, "--cameras", "head_left:480x640,wrist_left:480x640");
        report.Started.ShouldBeFalse($"{report}");
        report.Errors.ShouldHaveSingleItem().ShouldContain("wrist_right");
    }

    private static async Task Drives(LeRobotPolicy policy)
    {
        using var folder = new TorchResizedPolicy(policy);
        await using LeRobotGateway gateway = await LeRobotGateway.Start(folder.Path);
        await using StockLeRobotClient client = Start(gateway, policy);
        ShouldHaveDriven(await client.Report(), gateway);
        (await gateway.Stop()).ShouldBe(0, gateway.Log);
    }

    private static StockLeRobotClient Start(LeRobotGateway gateway, LeRobotPolicy policy, params string[] options) =>
        StockLeRobotClient.Start(
            gateway.Address, Seconds, ["--pretrained", policy.Name, .. policy.Arguments, .. options]);

    private static void ShouldHaveDriven(LeRobotReport report, LeRobotGateway gateway)
    {
        string all = $"{report}\n{gateway.Log}";
        report.Started.ShouldBeTrue(all);
        report.FirstTimestep.ShouldBe(0, all);
        report.LeftOut.ShouldBeEmpty(all);
        report.Executed.ShouldBe(report.LastTimestep!.Value + 1 + report.Repeated, all);
        report.Rows.ShouldBe([20], all);
        report.Malformed.ShouldBeEmpty(all);
        report.ReceivedError.ShouldNotBeNull().ShouldBeLessThan(Tolerance, all);
        report.ExecutedError.ShouldNotBeNull().ShouldBeLessThan(Tolerance, all);
        report.Errors.ShouldBeEmpty(all);

        // The client's own loop is a little slower than its rate, and slower still while the machine is busy.
        report.Executed.ShouldBeGreaterThan((int)(Hz * report.MovedS * 0.5), all);
        report.StillS.ShouldNotBeNull().ShouldBeLessThan(1, all);
        if (IsLong)
            report.Pauses.ShouldAllBe(pause => pause[1] < 0.5, all);
    }
}
