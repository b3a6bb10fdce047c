using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.TensorRT;

/// <summary>A real GPU against ONNX Runtime, on recorded observations; only where there is one.</summary>
public sealed class TensorRTParityTests
{
    /// <summary>Of an engine without TF32 in radians: sums of float32 in another order, and nothing more.</summary>
    private const double Tolerance = 1e-4;

    private static readonly string Recordings = Repository.At("samples/episodes/reach");

    [NeedsRealTensorRTFact]
    public async Task Each_recorded_tick_is_answered_as_ONNX_Runtime_answers_it()
    {
        await using ServedGateway onnx = await Start("Onnx", "cpu");
        await using ServedGateway tensorRT = await Start("TensorRT", "cuda");
        using RobotSocket asked = onnx.Connect();
        using RobotSocket tested = tensorRT.Connect();
        string[] lines = File.ReadAllLines(Path.Combine(Recordings, "ticks.jsonl"));
        lines.ShouldNotBeEmpty();
        foreach (string line in lines)
        {
            JsonElement tick = JsonDocument.Parse(line).RootElement.GetProperty("request");
            double[][] expected = asked.Ask(GoldenRequest.At(tick, Recordings, onnx.Folder))
                .GetProperty("positions").Deserialize<double[][]>()!;
            JsonElement answer = tested.Ask(GoldenRequest.At(tick, Recordings, tensorRT.Folder));
            Differences.Largest(answer, expected).ShouldBeLessThan(Tolerance);
        }
    }

    private static Task<ServedGateway> Start(string backend, string device)
    {
        string policy = RealTensorRT.Policy!;
        return ServedGateway.Start(policy, backend, new()
        {
            ["Chunks:DropLateRows"] = "false",
            [$"Policies:{Path.GetFileName(policy)}:Device"] = device,
        });
    }
}
