using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional;

/// <summary>How the built executable begins and ends: both ways of meeting a robot, its signals, its exit
/// code.</summary>
public sealed class OpenArmProcessTests
{
    private const string Ping = """{"ping":true}""";
    private const string Request = """{"name":"inference","data_path":"/dev/shm/policygate-no-such.arrow"}""";
    private static readonly string Policy = Path.Combine(GoldenData.Root, "act-tiny");

    // A minute for each first run: it never gets warm within the test.
    private static readonly string[] LoadingForEver =
    [
        "--set", "Policies:act-tiny:Options:LatencyMilliseconds=60000", "--set", "Limits:DrainTime=00:00:00.5",
    ];

    [Fact]
    public async Task Sigterm_ends_it_well_and_its_socket_is_removed()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartCold(Policy, "Scripted");
        using RobotSocket robot = new(gateway.SocketPath);
        robot.Ask(Ping).GetProperty("ready").GetBoolean().ShouldBeTrue();
        (await gateway.Stop()).ShouldBe(0, gateway.Errors);
        robot.ReadLine().ShouldBeNull();
        File.Exists(gateway.SocketPath).ShouldBeFalse();
    }

    [Fact]
    public async Task Sigterm_does_not_wait_for_a_policy_that_loads()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartCold(Policy, "Scripted", LoadingForEver);
        using RobotSocket robot = new(gateway.SocketPath);
        robot.Send(Request);
        (await gateway.Stop()).ShouldBe(0, gateway.Errors);
        gateway.Errors.ShouldContain("left behind");
        File.Exists(gateway.SocketPath).ShouldBeFalse();
    }

    [Fact]
    public async Task A_second_gateway_leaves_the_path_to_the_first()
    {
        await using GatewayProcess first = await GatewayProcess.StartCold(Policy, "Scripted");
        await using GatewayProcess second = GatewayProcess.StartAt(first.SocketPath, Policy, "Scripted");
        (await second.Exit()).ShouldBe(1);
        second.Errors.ShouldContain("another process listens there");
        using RobotSocket robot = new(first.SocketPath);
        robot.Ask(Ping).GetProperty("ready").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Connected_to_a_robot_it_serves_and_ends_when_the_robot_goes()
    {
        await using GatewayProcess gateway = GatewayProcess.StartConnecting(Policy, "Scripted");
        using (RobotSocket robot = await gateway.AcceptRobot())
            robot.Ask(Ping).GetProperty("ready").GetBoolean().ShouldBeTrue();
        (await gateway.Exit()).ShouldBe(0, gateway.Errors);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connected_to_a_robot_that_goes_while_the_policy_loads_it_ends_at_once(bool asked)
    {
        await using GatewayProcess gateway = GatewayProcess.StartConnecting(Policy, "Scripted", LoadingForEver);
        using (RobotSocket robot = await gateway.AcceptRobot())
        {
            if (asked)
                robot.Send(Request);
        }
        (await gateway.Exit()).ShouldBe(0, gateway.Errors);
    }

    [Fact]
    public async Task Connected_to_a_robot_with_a_policy_that_cannot_be_loaded_it_tells_closes_and_fails()
    {
        using var folder = new BrokenPolicy();
        await using GatewayProcess gateway = GatewayProcess.StartConnecting(folder.Path, "Onnx");
        using RobotSocket asking = await gateway.AcceptRobot();
        asking.Send(Request);
        // Whether the request or the failure came first, the robot's node sees an end.
        while (asking.ReadLine() is { } answer)
            answer.ShouldContain("model.onnx");
        (await gateway.Exit()).ShouldBe(1);
        gateway.Errors.ShouldContain("model.onnx");
    }

    [Fact]
    public async Task Connected_to_a_robot_it_does_not_outlive_it_whatever_hangs()
    {
        // Its orderly end would wait for the first run for a minute.
        await using GatewayProcess gateway = GatewayProcess.StartConnecting(
            Policy, "Scripted", "--set", "Policies:act-tiny:Options:LatencyMilliseconds=60000",
            "--set", "Limits:DrainTime=00:01:00");
        using (RobotSocket robot = await gateway.AcceptRobot())
            robot.Send(Request);
        (await gateway.Exit()).ShouldBe(0, gateway.Errors);
        gateway.Errors.ShouldContain("something has not ended");
    }

    [Theory]
    [InlineData("Chunks:Blnd=None", 2, "did you mean 'Blend'?")]
    [InlineData("PluginFolder=/nonexistent", 1, "/nonexistent")]
    [InlineData("Recording:Folder=/proc/none Recording:AllRoutes=true", 1, "nothing can be recorded into /proc/none")]
    public async Task Connected_to_a_robot_it_tells_it_why_it_cannot_serve_and_closes(
        string settings, int exitCode, string reason)
    {
        string[] set = [.. settings.Split(' ').SelectMany(setting => new[] { "--set", setting })];
        await using GatewayProcess gateway = GatewayProcess.StartConnecting(Policy, "Scripted", set);
        using RobotSocket robot = await gateway.AcceptRobot();
        robot.Ask(Request).GetProperty("error").GetProperty("message").GetString().ShouldNotBeNull()
            .ShouldContain(reason);
        robot.ReadLine().ShouldBeNull();
        (await gateway.Exit()).ShouldBe(exitCode, gateway.Errors);
        gateway.Errors.ShouldContain(reason);
    }
}
