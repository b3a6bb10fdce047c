using System.Runtime.InteropServices;
using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional;

/// <summary>Observations recorded from the real programs, over a real socket, through the ONNX plugin.</summary>
public sealed class GoldenObservationsTests : IAsyncLifetime
{
    // The reference ran the same model elsewhere; ONNX Runtime's kernels differ in the last bits of a float.
    private const double Tolerance = 1e-4;

    private const string TorchCase = "lerobot";

    /// <summary>What act-tiny cannot use, by kind and name, and what the refusal must say.</summary>
    private static readonly Dictionary<(string Kind, string Name), string> Refusals = new()
    {
        // Its note says that the policy does not use the camera; but it does, and nothing may stand in for a picture.
        // openarm-made/nulls-before is what was meant.
        [("variant", "nulls-before")] = "camera_wrist_right is null",
        [("variant", "unimanual")] = "8 came",
        [("bad", "truncated-body")] = "magic",
        [("bad", "truncated-footer")] = "magic",
        [("bad", "empty")] = "0 bytes",
        [("bad", "not-arrow")] = "magic",
        [("bad", "footer-length")] = "footer",
        [("bad", "no-rows")] = "no observation",
        [("bad", "no-position")] = "position",
        [("bad", "null-position")] = "position",
        [("bad", "string-position")] = "position is of type string",
        [("bad", "nan-position")] = "position[3]",
        [("bad", "short-camera")] = "camera_head_left",
        [("bad", "float-camera")] = "camera_head_left",
        [("bad", "seven-positions")] = "7 came",
        [("bad", "missing-camera")] = "camera_wrist_left and camera_wrist_right",
    };

    private ServedGateway _gateway = null!;

    public async Task InitializeAsync() =>
        _gateway = await ServedGateway.Start(
            Path.Combine(GoldenData.Root, "act-tiny"), settings: new() { ["Chunks:DropLateRows"] = "false" });

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public void One_connection_takes_every_file_and_answers_each_as_the_reference_does_or_says_why_not()
    {
        Dictionary<string, double[][]> expected = ExpectedPositions();
        using RobotSocket robot = _gateway.Connect();
        (int answered, int refused) = (0, 0);
        GoldenObservation[] all =
        [
            .. GoldenData.OpenArmIndex.Where(golden => golden.Case != TorchCase),
            .. GoldenData.OpenArmMade.Where(made => made.Case is not null),
        ];
        foreach (GoldenObservation golden in all)
        {
            JsonElement answer = robot.Ask(GoldenRequest.For(golden, _gateway.Folder));
            if (Refusals.TryGetValue((golden.Kind, golden.Name), out string? reason))
            {
                answer.GetProperty("positions").GetArrayLength().ShouldBe(0, golden.Name);
                string? message = answer.GetProperty("error").GetProperty("message").GetString();
                message.ShouldNotBeNull().ShouldContain(reason);
                refused++;
                // The second failure in a row would be a hold; and the next observation must be answered.
                answer = robot.Ask(GoldenRequest.For(GoldenData.OpenArm("half"), _gateway.Folder));
                Differences.Largest(answer, expected["half"]).ShouldBeLessThan(Tolerance, $"after {golden.Name}");
                continue;
            }
            answer.TryGetProperty("error", out JsonElement error).ShouldBeFalse($"{golden.Name}: {error}");
            answer.GetProperty("interval").GetInt64().ShouldBe(33_333_333);
            answer.GetProperty("cutoff_hz").GetDouble().ShouldBe(15);
            if (golden.Case is null)
                continue;
            Differences.Largest(answer, expected[golden.Case]).ShouldBeLessThan(Tolerance, golden.Name);
            answered++;
        }
        // float16-position has no case: its positions are rounded.
        (answered, refused).ShouldBe((all.Length - Refusals.Count - 1, Refusals.Count));
        answered.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void Half_precision_positions_are_answered_as_the_same_in_single_precision()
    {
        using RobotSocket robot = _gateway.Connect();
        GoldenObservation half = GoldenData.OpenArm("float16-position");
        JsonElement answer = robot.Ask(GoldenRequest.For(half, _gateway.Folder));

        // The same observation with list<float>, its positions rounded as those are.
        GoldenObservation single = GoldenData.OpenArm("upscale");
        string request = GoldenRequest.For(single, _gateway.Folder);
        string path = Path.Combine(_gateway.Folder, "upscale.arrow");
        byte[] bytes = File.ReadAllBytes(path);
        int at = bytes.AsSpan().IndexOf(MemoryMarshal.AsBytes<float>(single.Position!));
        at.ShouldBeGreaterThan(0);
        MemoryMarshal.AsBytes<float>(half.Position!).CopyTo(bytes.AsSpan(at));
        File.WriteAllBytes(path, bytes);

        double[][] expected = robot.Ask(request).GetProperty("positions").Deserialize<double[][]>()!;
        Differences.Largest(answer, expected).ShouldBe(0);
        Differences.Largest(answer, ExpectedPositions()["upscale"]).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void One_moment_gets_one_answer_in_whatever_form_it_is_sent()
    {
        using RobotSocket robot = _gateway.Connect();
        Dictionary<(float, string), double[][]> answers = [];
        int answered = 0;
        // act-tiny takes no task: what is wrong with that column alone hinders nobody here.
        foreach (GoldenObservation made in GoldenData.OpenArmMade
            .Where(made => made.Case is null && !made.Name.EndsWith("-deltas", StringComparison.Ordinal)))
        {
            JsonElement answer = robot.Ask(GoldenRequest.For(made, _gateway.Folder));
            if (made.Kind == "bad" || made.Position!.Length < 16)
            {
                string? refused = answer.GetProperty("error").GetProperty("message").GetString();
                refused.ShouldNotBeNull().ShouldContain(made.Kind == "bad" ? made.Note : "8 came");
                continue;
            }
            // Two moments of these files differ in their first position, and in each picture.
            (float, string) moment = (made.Position[0], made.Cameras!["camera_head_left"].Sha256);
            double[][] positions = answer.GetProperty("positions").Deserialize<double[][]>()!;
            positions.Length.ShouldBe(20, made.Name);
            Differences.Largest(answer, answers.TryAdd(moment, positions) ? positions : answers[moment])
                .ShouldBe(0, made.Name);
            answered++;
        }
        answers.Count.ShouldBe(3);
        answered.ShouldBeGreaterThan(25);
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

    private static Dictionary<string, double[][]> ExpectedPositions()
    {
        using JsonDocument expected = JsonDocument.Parse(GoldenData.Bytes("act-tiny/expected.json"));
        return expected.RootElement.GetProperty("cases").EnumerateArray().ToDictionary(
            c => c.GetProperty("name").GetString()!,
            c => c.GetProperty("positions").Deserialize<double[][]>()!);
    }
}
