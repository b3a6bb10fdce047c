using System.Collections.Concurrent;
using System.Text.Json;
using PolicyGate.RobotClient.LeRobot;
using PolicyGate.RobotClient.Robots;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Robots;

/// <summary>
/// The simulated arm as a process: does it reach the cube?
/// <c>POLICYGATE_LONG_TESTS=1 ./test SimulatedArmProcessTests</c> drives 30 episodes instead of 4.
/// </summary>
[Collection(RealTimeRobots.Name)]
public sealed class SimulatedArmProcessTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("POLICYGATE_LONG_TESTS") == "1";
    private static readonly int Episodes = IsLong ? 30 : 4;

    // It is on the wall clock: a machine that stands still for four of an episode's six seconds has it fail. A client
    // that does not do what the policy says, or does it in the wrong episode, reaches next to none.
    private static readonly int Successes = IsLong ? 30 : 2;

    // Six seconds an episode at most.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120 + (10 * Episodes));

    // A slow machine that draws pictures in software is no fault of the arm's or the server's.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _said = new();

    [NeedsPythonFact("sim")]
    public async Task It_reaches_the_cube()
    {
        await using LeRobotGateway gateway = await LeRobotGateway.Start(Repository.At("samples/policies/reach"));
        var robot = new ProcessRobot(new ProcessRobotOptions
        {
            Command = [PythonEnvironment.Python("sim"), Repository.At("samples/robots/sim_arm.py"), $"{Episodes}"],
            Said = _said.Enqueue,
            ActTimeout = Patience,
            ObserveTimeout = Patience,
            DisconnectTimeout = Patience,
            EndTimeout = Patience,
        });
        var client = new LeRobotClient(robot, new LeRobotClientOptions
        {
            ServerAddress = gateway.Address,
            PolicyType = "act",
            PretrainedNameOrPath = "reach",
            ActionsPerChunk = 20,
            MaximumAnswerAge = Patience,
        });
        using var stop = new CancellationTokenSource(Limit);
        await Task.Factory.StartNew(
            () => client.Run(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        string all = $"{string.Join('\n', _said)}\n{gateway.Log}";
        string results = _said.FirstOrDefault(line => line.StartsWith('{')).ShouldNotBeNull(all);
        JsonElement arm = JsonDocument.Parse(results).RootElement;
        arm.GetProperty("episodes").GetInt32().ShouldBe(Episodes, all);
        arm.GetProperty("successes").GetInt32().ShouldBeGreaterThanOrEqualTo(Successes, all);
    }
}
