using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional;

/// <summary>The trained policy on what a simulated arm saw, against the answers that brought it to the cube.</summary>
public sealed class ReachRecordingsTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData("tests/data/reach-episodes", 24)]
    [InlineData("samples/episodes/reach", 16)]
    public async Task Each_recorded_tick_is_answered_as_it_was(string folder, int ticks)
    {
        await using ServedGateway gateway = await ServedGateway.Start(
            Path.Combine(Repository.Root, "samples/policies/reach"),
            settings: new() { ["Chunks:DropLateRows"] = "false" });
        using RobotSocket robot = gateway.Connect();
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, folder, "ticks.jsonl"));
        lines.Length.ShouldBe(ticks);
        foreach (string line in lines)
        {
            JsonElement tick = JsonDocument.Parse(line).RootElement;
            string request = GoldenRequest.At(
                tick.GetProperty("request"), Path.Combine(Repository.Root, folder), gateway.Folder);
            double[][] expected = tick.GetProperty("answer").GetProperty("positions").Deserialize<double[][]>()!;
            Differences.Largest(robot.Ask(request), expected).ShouldBeLessThan(Tolerance);
        }
    }
}
