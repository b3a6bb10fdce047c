using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Robots;

/// <summary>
/// The simulated arm as a process of <c>policygate robot</c>: does it reach the cube?
/// <c>POLICYGATE_LONG_TESTS=1 ./test SimulatedArmProcessTests</c> drives 30 episodes instead of 3.
/// </summary>
[Collection(RealTimeRobots.Name)]
public sealed class SimulatedArmProcessTests
{
    private const string Says = "robot: ";

    private static readonly int Episodes =
        Environment.GetEnvironmentVariable("POLICYGATE_LONG_TESTS") == "1" ? 30 : 3;

    // Six seconds an episode at most.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60 + (10 * Episodes));

    [NeedsPythonFact("sim")]
    public async Task It_reaches_the_cube()
    {
        await using LeRobotGateway gateway = await LeRobotGateway.Start(Repository.At("samples/policies/reach"));
        (int exitCode, string said) = await Command.Run(
            Limit, Repository.Root, environment: null, GatewayProcess.Executable, "robot", "--robot.type=process",
            $"--server-address={gateway.Address}", "--policy-type=act", "--pretrained-name-or-path=reach",
            "--actions-per-chunk=20", "--",
            PythonEnvironment.Python("sim"), Repository.At("samples/robots/sim_arm.py"), $"{Episodes}");

        string all = $"{said}\n{gateway.Log}";
        exitCode.ShouldBe(0, all);
        string? results = said.Split('\n')
            .FirstOrDefault(line => line.StartsWith(Says + '{', StringComparison.Ordinal));
        JsonElement arm = JsonDocument.Parse(results.ShouldNotBeNull(all)[Says.Length..]).RootElement;
        arm.GetProperty("episodes").GetInt32().ShouldBe(Episodes, all);
        arm.GetProperty("successes").GetInt32().ShouldBe(Episodes, all);
    }
}
