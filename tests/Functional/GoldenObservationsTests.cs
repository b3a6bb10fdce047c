using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional;

/// <summary>Observations recorded from the real programs, over a real socket, through the ONNX plugin.</summary>
public sealed class GoldenObservationsTests : IAsyncLifetime
{
    // The reference ran the same model elsewhere; ONNX Runtime's kernels differ in the last bits of a float.
    private const double Tolerance = 1e-4;

    private const string TorchCase = "lerobot";

    private ServedGateway _gateway = null!;

    public async Task InitializeAsync() =>
        _gateway = await ServedGateway.Start(
            Path.Combine(GoldenData.Root, "act-tiny"), settings: new() { ["Chunks:DropLateRows"] = "false" });

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public void Every_main_case_is_answered_as_the_reference_answers_it()
    {
        Dictionary<string, double[][]> expected = ExpectedPositions();
        using RobotSocket robot = _gateway.Connect();
        int asked = 0;
        foreach (GoldenObservation golden in GoldenData.OpenArmIndex.Where(IsMain).Where(g => g.Case != TorchCase))
        {
            JsonElement answer = robot.Ask(GoldenRequest.For(golden, _gateway.Folder));
            answer.GetProperty("interval").GetInt64().ShouldBe(33_333_333);
            answer.GetProperty("cutoff_hz").GetDouble().ShouldBe(15);
            double[][] positions = expected[golden.Case!];
            Differences.Largest(answer, positions).ShouldBeLessThan(Tolerance, golden.Name);
            asked++;
        }
        asked.ShouldBe(6);
    }

    [Fact]
    public async Task The_case_that_was_resized_with_torch_is_answered_by_a_policy_that_says_so()
    {
        using var folder = new TorchResizedPolicy();
        await using ServedGateway gateway = await ServedGateway.Start(
            folder.Path, settings: new() { ["Chunks:DropLateRows"] = "false" });
        using RobotSocket robot = gateway.Connect();
        JsonElement answer = robot.Ask(GoldenRequest.For(GoldenData.OpenArm(TorchCase), gateway.Folder));
        Differences.Largest(answer, ExpectedPositions()[TorchCase]).ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [InlineData("truncated-body", "magic")]
    [InlineData("truncated-footer", "magic")]
    [InlineData("empty", "0 bytes")]
    [InlineData("not-arrow", "magic")]
    [InlineData("footer-length", "footer")]
    [InlineData("no-rows", "no observation")]
    [InlineData("no-position", "position")]
    [InlineData("null-position", "position")]
    [InlineData("string-position", "of type string")]
    [InlineData("nan-position", "position[3]")]
    [InlineData("short-camera", "camera_head_left")]
    [InlineData("float-camera", "camera_head_left")]
    [InlineData("seven-positions", "7")]
    [InlineData("unimanual", "expects 16 positions in observation.state")]
    [InlineData("missing-camera", "camera_wrist_left")]
    public void What_cannot_be_used_is_refused_by_name_and_the_next_observation_is_answered(string name, string reason)
    {
        using RobotSocket robot = _gateway.Connect();
        JsonElement refused = robot.Ask(GoldenRequest.For(GoldenData.OpenArm(name), _gateway.Folder));
        refused.GetProperty("positions").GetArrayLength().ShouldBe(0);
        refused.GetProperty("error").GetProperty("message").GetString().ShouldNotBeNull().ShouldContain(reason);

        JsonElement answered = robot.Ask(GoldenRequest.For(GoldenData.OpenArm("half"), _gateway.Folder));
        answered.GetProperty("positions").GetArrayLength().ShouldBe(20);
    }

    private static bool IsMain(GoldenObservation golden) => golden.Kind == "main";

    private static Dictionary<string, double[][]> ExpectedPositions()
    {
        using JsonDocument expected = JsonDocument.Parse(GoldenData.Bytes("act-tiny/expected.json"));
        return expected.RootElement.GetProperty("cases").EnumerateArray().ToDictionary(
            c => c.GetProperty("name").GetString()!,
            c => c.GetProperty("positions").Deserialize<double[][]>()!);
    }
}
