using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.BadInput;

/// <summary>The built executable, ended in the middle of everything.</summary>
public sealed class StoppingTests : IDisposable
{
    private static readonly string Policy = ActTinyAnswers.Policy;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-test-");
    private readonly string _line;

    public StoppingTests() => _line = GoldenRequest.For(GoldenData.OpenArm("half"), _folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Sigterm_in_the_middle_of_ticks_leaves_no_request_that_has_come_unanswered()
    {
        const int requests = 15;
        await using GatewayProcess gateway = await GatewayProcess.StartCold(
            Policy, "Scripted", "--set", "Policies:act-tiny:Options:LatencyMilliseconds=10",
            "--set", "Limits:DrainTime=00:00:30");
        RobotSocket[] robots = [.. Enumerable.Range(0, 4).Select(_ => new RobotSocket(gateway.SocketPath))];
        foreach (RobotSocket robot in robots)
            robot.Send(string.Join('\n', Enumerable.Repeat(_line, requests)));
        foreach (RobotSocket robot in robots)
            ShouldHaveRows(robot.ReadLine());
        gateway.Signal(GatewayProcess.Terminate);
        foreach (RobotSocket robot in robots)
        {
            for (int i = 1; i < requests; i++)
                ShouldHaveRows(robot.ReadLine());
            robot.ReadLine().ShouldBeNull();
            robot.Dispose();
        }
        (await gateway.Exit()).ShouldBe(0, gateway.Errors);
        File.Exists(gateway.SocketPath).ShouldBeFalse();
        gateway.Errors.ShouldNotContain("still in a tick");
    }

    [Fact]
    public async Task Sigterm_waits_for_a_robot_that_never_reads_no_longer_than_its_limit()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartCold(
            Policy, "Scripted", "--set", "Limits:DrainTime=00:00:00.3", "--set", "Limits:WriteTime=00:01:00");
        using RobotSocket deaf = new(gateway.SocketPath);
        // More than both buffers hold, sent by a thread of its own, which is stuck until the gateway goes.
        var sending = new Thread(() =>
        {
            try
            {
                while (true)
                    deaf.Send(_line);
            }
            catch (System.Net.Sockets.SocketException)
            {
                // The gateway has gone.
            }
        });
        sending.Start();
        ShouldHaveRows(deaf.ReadLine());
        (await gateway.Stop()).ShouldBe(0, gateway.Errors);
        gateway.Errors.ShouldContain("1 robots were still in a tick");
        File.Exists(gateway.SocketPath).ShouldBeFalse();
        sending.Join(TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }

    [Fact]
    public async Task Sigterm_waits_for_a_run_that_hangs_no_longer_than_its_limits()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartCold(
            Policy, "Scripted", "--set", "Policies:act-tiny:Options:LatencyMilliseconds=1500",
            "--set", "Limits:DrainTime=00:00:00.2");
        using RobotSocket robot = new(gateway.SocketPath);
        ShouldHaveRows(robot.Ask(_line).ToString());
        robot.Send(_line);
        (await gateway.Stop()).ShouldBe(0, gateway.Errors);
        gateway.Errors.ShouldContain("still in a tick");
        File.Exists(gateway.SocketPath).ShouldBeFalse();
    }

    [Fact]
    public async Task A_second_sigint_ends_it_at_once()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartCold(
            Policy, "Scripted", "--set", "Policies:act-tiny:Options:LatencyMilliseconds=60000",
            "--set", "Limits:DrainTime=00:01:00");
        gateway.Signal(GatewayProcess.Interrupt);
        await gateway.Says("stopping: ticks under way are answered first");
        gateway.Signal(GatewayProcess.Interrupt);
        (await gateway.Exit()).ShouldBe(130, gateway.Errors);
    }

    [Fact]
    public async Task A_socket_left_by_one_that_was_killed_is_replaced_by_the_next()
    {
        await using GatewayProcess killed = await GatewayProcess.StartCold(Policy, "Scripted");
        using RobotSocket robot = new(killed.SocketPath);
        ShouldHaveRows(robot.Ask(_line).ToString());
        (await killed.KillAtOnce()).ShouldBe(137);
        File.Exists(killed.SocketPath).ShouldBeTrue("nothing could remove it");
        await using GatewayProcess next = GatewayProcess.StartAt(killed.SocketPath, Policy, "Scripted");
        await next.Says("listening on");
        next.Errors.ShouldContain("replaced a socket on which nobody listened");
        using RobotSocket later = new(next.SocketPath);
        ShouldHaveRows(later.Ask(_line).ToString());
        (await next.Stop()).ShouldBe(0, next.Errors);
    }

    private static void ShouldHaveRows(string? answer)
    {
        using JsonDocument json = JsonDocument.Parse(answer.ShouldNotBeNull());
        json.RootElement.GetProperty("positions").GetArrayLength().ShouldBe(20, answer);
    }
}
