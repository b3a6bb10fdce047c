using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Services;

/// <summary>What the real process tells a service manager.</summary>
public sealed class ServiceReportsTests
{
    private const string Alive = "WATCHDOG=1";
    private const string WatchdogMicroseconds = "800000";

    // Ten signs of life.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    private static readonly string Policy = Path.Combine(GoldenData.Root, "act-tiny");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_ready_when_its_policy_is_warm_lives_and_says_when_it_stops(bool isAbstract)
    {
        using var manager = new NotifyListener(isAbstract);
        await using GatewayProcess gateway = await GatewayProcess.StartUnder(
            Launcher(manager), Policy, "Scripted",
            arguments: ["--set", "Policies:act-tiny:Options:LatencyMilliseconds=100"]);
        IReadOnlyList<string> before = manager.HearUntil("READY=1");
        before.ShouldContain(message => message.StartsWith("STATUS=loading act-tiny;", StringComparison.Ordinal));
        before[^1].ShouldStartWith("READY=1\nSTATUS=serving act-tiny; ");
        await gateway.Says("is warm");
        using (var robot = new RobotSocket(gateway.SocketPath))
        {
            robot.Ask("""{"ping":true}""");
            manager.HearUntil("STATUS=serving act-tiny; 1 robots connected");
        }
        manager.HearUntil(Alive);
        (await gateway.Stop()).ShouldBe(0, gateway.Errors);
        manager.HearUntil("STOPPING=1\nSTATUS=stopping");
    }

    [Fact]
    public async Task A_policy_that_cannot_be_loaded_is_the_last_word()
    {
        using var manager = new NotifyListener();
        using var policy = new BrokenPolicy();
        await using GatewayProcess gateway = GatewayProcess.LaunchUnder(
            Launcher(manager), policy.Path, "Onnx", Path.Combine(policy.Path, "robots.socket"));
        (await gateway.Exit()).ShouldBe(1);
        IReadOnlyList<string> heard = manager.HearUntil("STOPPING=1");
        heard[^1].ShouldContain("STATUS=not serving: policy");
        heard[^1].ShouldContain("model.onnx");
        heard.ShouldNotContain(message => message.StartsWith("READY=1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_thread_pool_that_runs_nothing_is_no_life_though_robots_are_answered()
    {
        using var manager = new NotifyListener();
        using var policy = new BreakingPolicy(joints: 16);
        await using GatewayProcess gateway = await StartBreaking(manager, policy);
        using var robot = new RobotSocket(gateway.SocketPath);
        string request = Request(policy);
        policy.Demand("fill-pool");
        robot.Ask(request).GetProperty("positions").GetArrayLength().ShouldBeGreaterThan(0, gateway.Errors);
        await gateway.Says("the thread pool runs nothing any more");
        manager.HearUntil("STATUS=the thread pool runs nothing");
        manager.HearFor(Silence).ShouldNotContain(Alive);
        policy.Demand("empty-pool");
        robot.Ask(request).GetProperty("positions").GetArrayLength().ShouldBeGreaterThan(0, gateway.Errors);
        manager.HearUntil(Alive);
    }

    [Fact]
    public async Task Without_any_policy_in_service_it_does_not_live()
    {
        using var manager = new NotifyListener();
        using var policy = new BreakingPolicy(joints: 16);
        await using GatewayProcess gateway = await StartBreaking(manager, policy);
        using var robot = new RobotSocket(gateway.SocketPath);
        policy.Demand("throw");
        robot.Ask(Request(policy)).GetProperty("positions").GetArrayLength().ShouldBe(0);
        manager.HearUntil("STATUS=no policy is in service: policy ");
        manager.HearFor(Silence).ShouldNotContain(Alive);
    }

    [Fact]
    public async Task A_run_beyond_its_deadline_is_the_policys_fault_and_not_the_end()
    {
        using var manager = new NotifyListener();
        using var policy = new BreakingPolicy(joints: 16);
        string name = Path.GetFileName(policy.Path);
        await using GatewayProcess gateway = await StartBreaking(
            manager, policy, "--set", $"Policies:{name}:Deadline=00:00:00.100");
        using var robot = new RobotSocket(gateway.SocketPath);
        policy.Demand("late 1500");
        robot.Ask(Request(policy)).GetProperty("positions").GetArrayLength().ShouldBe(0);
        manager.HearFor(TimeSpan.FromSeconds(1)).ShouldContain(Alive);
    }

    private static string[] Launcher(NotifyListener manager) =>
        ["env", $"NOTIFY_SOCKET={manager.Address}", $"WATCHDOG_USEC={WatchdogMicroseconds}"];

    private static async Task<GatewayProcess> StartBreaking(
        NotifyListener manager, BreakingPolicy policy, params string[] arguments)
    {
        GatewayProcess gateway = await GatewayProcess.StartUnder(
            Launcher(manager), policy.Path, BreakingPolicy.Backend,
            arguments: ["--set", $"PluginFolder={BreakingPolicy.PluginFolder}", .. arguments]);
        manager.HearUntil("READY=1");
        return gateway;
    }

    private static string Request(BreakingPolicy policy) =>
        GoldenRequest.For(GoldenData.OpenArm("task"), policy.Path);
}
