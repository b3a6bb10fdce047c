using System.Net.Sockets;
using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.BadInput;

/// <summary>More robots than there are places, or descriptors.</summary>
public sealed class CrowdTests
{
    private const int Places = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_thousand_at_once_are_served_told_that_there_is_no_place_or_closed()
    {
        BesetGateway beset = await BesetGateway.Start(new() { ["Limits:Connections"] = $"{Places}" });
        (int served, int told, int closed) = Ask(beset.SocketPath, beset.GoodLine, 1000, BesetGateway.ShouldBeRight);
        served.ShouldBe(Places - 1, "the good robot has a place of its own");
        told.ShouldBeGreaterThanOrEqualTo(Places);
        (served + told + closed).ShouldBe(1000);
        beset.Good.ShouldBeUndisturbed();
        beset.Log.All.Count(line => line.Contains("one more is refused", StringComparison.Ordinal))
            .ShouldBeLessThan(20);
        ShouldBeServedAgain(beset.SocketPath, beset.GoodLine, BesetGateway.ShouldBeRight);
        await beset.DisposeAsync();
    }

    [Fact]
    public async Task Where_no_descriptor_is_left_robots_that_are_served_go_on_and_later_ones_find_a_place()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartUnder(
            ["bash", "-c", "ulimit -n 200; exec \"$0\" \"$@\""], ActTinyAnswers.Policy, "Scripted");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("policygate-test-");
        string line = GoldenRequest.For(GoldenData.OpenArm("half"), folder.FullName);
        using (var good = new GoodRobot(gateway.SocketPath, line, ActTinyAnswers.ShouldHold))
        {
            good.ShouldBeUndisturbed();
            (int served, int told, int closed) = Ask(gateway.SocketPath, line, 400, ActTinyAnswers.ShouldHold);
            served.ShouldBeInRange(5, 150);
            told.ShouldBe(400 - served, "a descriptor is left to tell each of them");
            closed.ShouldBe(0);
            good.ShouldBeUndisturbed();
            ShouldBeServedAgain(gateway.SocketPath, line, ActTinyAnswers.ShouldHold);
        }
        folder.Delete(recursive: true);
        (await gateway.Stop()).ShouldBe(0, gateway.Errors);
        gateway.Errors.ShouldNotContain("no more files can be opened");
    }

    /// <summary>All connect and stay, and each asks once.</summary>
    private static (int Served, int Told, int Closed) Ask(
        string socketPath, string line, int count, Action<JsonElement> shouldBeRight)
    {
        var robots = new List<RobotSocket>(count);
        (int served, int told, int closed) = (0, 0, 0);
        try
        {
            for (int i = 0; i < count; i++)
            {
                var robot = new RobotSocket(socketPath);
                robots.Add(robot);
                if (AnswerOf(robot, line) is not { } answer)
                {
                    closed++;
                }
                else if (answer.TryGetProperty("error", out _))
                {
                    told++;
                    BesetGateway.ShouldBeRefused(answer, "no place for one more robot");
                }
                else
                {
                    served++;
                    shouldBeRight(answer);
                }
            }
        }
        finally
        {
            robots.ForEach(robot => robot.Dispose());
        }
        return (served, told, closed);
    }

    private static JsonElement? AnswerOf(RobotSocket robot, string line)
    {
        try
        {
            robot.Send(line);
            return robot.ReadLine() is { } answer ? JsonDocument.Parse(answer).RootElement.Clone() : null;
        }
        catch (Exception closed) when (closed is SocketException or IOException)
        {
            return null;
        }
    }

    /// <summary>Those who left are noticed within moments.</summary>
    private static void ShouldBeServedAgain(string socketPath, string line, Action<JsonElement> shouldBeRight)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!patience.IsCancellationRequested)
        {
            using var robot = new RobotSocket(socketPath);
            if (AnswerOf(robot, line) is { } answer && !answer.TryGetProperty("error", out _))
            {
                shouldBeRight(answer);
                return;
            }
        }
        throw new TimeoutException("nobody finds a place though all have left");
    }
}
