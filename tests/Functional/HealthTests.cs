using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.CommandLine;

namespace PolicyGate.Tests.Functional;

/// <summary><c>health</c>, asked of the built executable as a container's health check does.</summary>
public sealed class HealthTests
{
    private static readonly string Policy = Path.Combine(GoldenData.Root, "act-tiny");

    [Fact]
    public async Task A_gateway_that_serves_is_ready_and_when_it_has_ended_it_is_not()
    {
        GatewayProcess gateway = await GatewayProcess.StartCold(Policy, "Scripted");
        int process = gateway.Id;
        await using (gateway)
        {
            using RobotSocket robot = new(gateway.SocketPath);
            robot.Ask("""{"ping":true}""").GetProperty("ready").GetBoolean().ShouldBeTrue();

            CommandLineRun ready = Ask(process);
            (ready.ExitCode, ready.Output.Trim()).ShouldBe((0, "ready: act-tiny"));
            CommandLineRun json = CommandLineRun.Of("health", "--pid", $"{process}", "--json");
            json.Output.ShouldContain("\"ready\": true");
        }
        CommandLineRun gone = Ask(process);
        (gone.ExitCode, gone.Output.Trim())
            .ShouldBe((1, $"not ready: process {process} is no 'policygate serve', or not yet"));
    }

    [Fact]
    public async Task A_policy_that_loads_is_named()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartCold(
            Policy, "Scripted", "--set", "Policies:act-tiny:Options:LatencyMilliseconds=60000",
            "--set", "Limits:DrainTime=00:00:00.5");
        Eventually.Holds(
            () => Ask(gateway.Id).Output.Contains("loading", StringComparison.Ordinal), () => gateway.Errors);

        CommandLineRun loading = Ask(gateway.Id);
        (loading.ExitCode, loading.Output.Trim()).ShouldBe((1, "loading: act-tiny"));
    }

    private static CommandLineRun Ask(int process) => CommandLineRun.Of("health", "--pid", $"{process}");
}
