using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Robots;

/// <summary>The robot of one's own in <c>samples/my-robot</c>, which the solution builds.</summary>
public sealed class MyRobotTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static string Executable => Repository.At("artifacts/bin/MyRobot/release/MyRobot");

    [Fact]
    public async Task It_is_driven_by_a_gateway()
    {
        using var policy = new EchoPolicy(ElementType.Float32, 1, 2);
        await using LeRobotGateway gateway = await LeRobotGateway.Start(policy.Save());
        (int exitCode, string said) = await Command.Run(
            Limit, Repository.Root, environment: null, Executable, $"--server-address={gateway.Address}",
            "--policy-type=echo", $"--pretrained-name-or-path={Path.GetFileName(policy.Path)}",
            "--actions-per-chunk=1", "--duration=2");

        exitCode.ShouldBe(0, $"{said}\n{gateway.Log}");
        said.ShouldContain("actions executed");
    }

    [Fact]
    public void It_is_a_class_of_some_40_lines()
    {
        File.ReadLines(Repository.At("samples/my-robot/MyRobot.cs")).Count().ShouldBeLessThan(50);
    }
}
