using System.Text.Json;
using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional;

public sealed class RelativeActionsTests
{
    [Fact]
    public async Task A_robot_is_commanded_to_where_it_is_and_the_offsets_that_the_model_answers()
    {
        using var policy = new EchoPolicy(ElementType.Float16, 1, 16);
        string[] names = [.. Enumerable.Range(1, 16).Select(joint => $"joint{joint}")];
        policy.Action["names"] = JsonSerializer.SerializeToNode(names);
        policy.Action["relative_to"] = "observation.state";
        policy.Action["exclude_joints"] = JsonSerializer.SerializeToNode(names[15..]);
        await using ServedGateway gateway = await ServedGateway.Start(policy.Save());
        using RobotSocket robot = gateway.Connect();
        GoldenObservation half = GoldenData.OpenArm("half");

        JsonElement answer = robot.Ask(GoldenRequest.For(half, gateway.Folder));

        // The model answers the state as it saw it, in 16 bits.
        float[] expected = [.. half.Position!.Select((x, i) => (float)(Half)x + (i < 15 ? x : 0))];
        answer.GetProperty("positions").Deserialize<float[][]>().ShouldNotBeNull().ShouldHaveSingleItem()
            .ShouldBe(expected);
    }
}
