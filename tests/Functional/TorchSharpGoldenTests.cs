using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional;

/// <summary>The recorded observations again, with nothing changed but the backend's name.</summary>
public sealed class TorchSharpGoldenTests
{
    [NeedsLibTorchFact]
    public async Task Every_recorded_observation_is_answered_as_the_reference_and_as_ONNX_Runtime_do()
    {
        string policy = Path.Combine(GoldenData.Root, "act-tiny");
        Dictionary<string, string?> settings = new() { ["Chunks:DropLateRows"] = "false" };
        await using ServedGateway torch = await ServedGateway.Start(policy, "TorchSharp", settings);
        await using ServedGateway onnx = await ServedGateway.Start(policy, "Onnx", settings);
        using RobotSocket one = torch.Connect();
        using RobotSocket other = onnx.Connect();
        using JsonDocument expected = JsonDocument.Parse(GoldenData.Bytes("act-tiny/expected.json"));
        var reference = expected.RootElement.GetProperty("cases").EnumerateArray().ToDictionary(
            c => c.GetProperty("name").GetString()!,
            c => c.GetProperty("positions").Deserialize<double[][]>()!);
        int answered = 0;

        // "lerobot" was resized by torch, which act-tiny does not ask for.
        foreach (GoldenObservation golden in GoldenData.OpenArmIndex.Where(g => g.Case is not (null or "lerobot")))
        {
            JsonElement answer = one.Ask(GoldenRequest.For(golden, torch.Folder));
            JsonElement same = other.Ask(GoldenRequest.For(golden, onnx.Folder));
            answer.TryGetProperty("error", out _).ShouldBe(same.TryGetProperty("error", out _), golden.Name);
            double[][] positions = same.GetProperty("positions").Deserialize<double[][]>()!;
            Differences.Largest(answer, positions).ShouldBeLessThan(1e-5, golden.Name);
            if (positions.Length == 0)
                continue;
            Differences.Largest(answer, reference[golden.Case!]).ShouldBeLessThan(1e-4, golden.Name);
            answered++;
        }

        answered.ShouldBeGreaterThan(15);
    }
}
