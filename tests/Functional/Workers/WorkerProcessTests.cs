using System.Diagnostics;
using System.Text.Json;
using PolicyGate.Gateway.CommandLine;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Workers;

/// <summary>The built executable with policies in worker processes.</summary>
public sealed class WorkerProcessTests
{
    private static readonly string Policy = Path.Combine(GoldenData.Root, "act-tiny");

    [Fact]
    public async Task A_robot_gets_the_same_answers_to_the_bit_as_without_isolation()
    {
        Dictionary<string, string?> settings = new() { ["Chunks:DropLateRows"] = "false" };
        await using ServedGateway here = await ServedGateway.Start(Policy, settings: settings);
        await using ServedGateway there = await ServedGateway.Start(
            Policy, settings: new(settings) { ["Policies:act-tiny:Isolation"] = "Process" });
        using RobotSocket one = here.Connect();
        using RobotSocket other = there.Connect();
        int compared = 0;
        foreach (GoldenObservation golden in GoldenData.OpenArmIndex.Where(golden => golden.Case is not null))
        {
            JsonElement expected = one.Ask(GoldenRequest.For(golden, here.Folder));
            JsonElement answer = other.Ask(GoldenRequest.For(golden, there.Folder));
            answer.GetProperty("positions").GetRawText()
                .ShouldBe(expected.GetProperty("positions").GetRawText(), golden.Name);
            compared += expected.GetProperty("positions").GetArrayLength() > 0 ? 1 : 0;
        }
        compared.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Workers_die_with_a_gateway_that_is_killed()
    {
        await using GatewayProcess gateway = await GatewayProcess.Start(Policy, "--isolation", "process");
        int serving = WorkersOfLog.WaitForServing(() => gateway.Errors);
        int spare = WaitForSpare(gateway);

        await gateway.KillAtOnce();

        Eventually.Holds(() => !Signal.IsAlive(serving) && !Signal.IsAlive(spare), () => gateway.Errors);
    }

    [Fact]
    public async Task Workers_end_with_a_gateway_that_is_stopped_and_not_with_the_terminals_interrupt()
    {
        await using GatewayProcess gateway = await GatewayProcess.Start(Policy, "--isolation", "process");
        int serving = WorkersOfLog.WaitForServing(() => gateway.Errors);
        int spare = WaitForSpare(gateway);
        foreach (int signal in (int[])[GatewayProcess.Interrupt, GatewayProcess.Terminate])
            Signal.Send(serving, signal);
        using (RobotSocket robot = new(gateway.SocketPath))
            robot.Ask("""{"ping":true}""").GetProperty("ready").GetBoolean().ShouldBeTrue();

        (await gateway.Stop()).ShouldBe(0, gateway.Errors);

        Signal.IsAlive(serving).ShouldBeFalse();
        Signal.IsAlive(spare).ShouldBeFalse();
        gateway.Errors.ShouldNotContain("SIG");
    }

    [Fact]
    public void Check_loads_an_isolated_policy_and_reports_what_the_worker_says_of_its_options()
    {
        (int good, string said) = Run("check", "--policy", Policy, "--isolation", "process");
        good.ShouldBe(ExitCodes.Ok, said);
        (int bad, said) = Run(
            "check", "--policy", Policy, "--isolation", "process",
            "--set", "Policies:act-tiny:Options:Threads=much");
        bad.ShouldBe(ExitCodes.Usage);
        said.ShouldContain("Threads");
        (int unknown, said) = Run(
            "check", "--policy", Policy, "--isolation", "process", "--backend", "Onyx");
        unknown.ShouldBe(ExitCodes.Usage);
        said.ShouldContain("no plugin for backend 'Onyx'");
    }

    [Fact]
    public void A_worker_that_no_gateway_started_says_so_and_ends()
    {
        string[] arguments = ["worker", "--parent", "1"];
        using Process worker = Process.Start(new ProcessStartInfo(GatewayProcess.Executable, arguments)
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        worker.StandardError.ReadToEnd().ShouldContain("a worker is started by a gateway");
        worker.WaitForExit(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        worker.ExitCode.ShouldBe(ExitCodes.Usage);
        Run("--help").Output.ShouldNotContain("worker ");
    }

    private static int WaitForSpare(GatewayProcess gateway) =>
        WorkersOfLog.WaitForSpare(() => gateway.Errors);

    private static (int Code, string Output) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        string[] all = arguments[0] == "check"
            ? [.. arguments, "--config", Repository.At("appsettings.json")]
            : arguments;
        int code = PolicyGateCommand.Run(all, output, output);
        return (code, output.ToString());
    }
}
