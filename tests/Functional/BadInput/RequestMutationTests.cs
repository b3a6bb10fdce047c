using System.Text;
using System.Text.Json;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Wires.OpenArm;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.Observations;

namespace PolicyGate.Tests.Functional.BadInput;

/// <summary>
/// Real request lines, broken at random, the same ones each time: read or refused, and one answer each. Ten times as
/// many with <c>POLICYGATE_MUTANTS=10</c>.
/// </summary>
public sealed class RequestMutationTests
{
    // A robot's own words are shown so far, and its camera's name.
    private const int LongestMessage = 400;

    private static readonly int Mutants =
        60_000 * int.Parse(Environment.GetEnvironmentVariable("POLICYGATE_MUTANTS") ?? "1");

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = new LimitsOptions().RequestDepth };

    [Fact]
    public void A_broken_line_is_read_or_refused()
    {
        var mutator = new RequestMutator(RealLines(), seed: 1);
        var request = new OpenArmRequest(
            new ObservationNeeds(GoldenReader.PolicyCameras, Task: true), new LimitsOptions());
        int refused = 0;
        for (int i = 0; i < Mutants; i++)
        {
            byte[] line = mutator.Next();
            GatewayError? error = request.Parse((byte[])line.Clone());
            if (error is not null)
            {
                refused++;
                error.Message.Length.ShouldBeLessThan(LongestMessage);
                error.Message.Any(char.IsControl).ShouldBeFalse(error.Message);
            }
            ShouldAgreeWithAnotherReader(line, request, error);
        }
        // Most are, but by far not all: what is broken is mostly metadata that nobody looks at.
        refused.ShouldBeInRange(Mutants / 10, Mutants * 95 / 100);
    }

    [Fact]
    public async Task Broken_lines_over_a_socket_get_one_answer_each_and_good_ones_between_are_answered_right()
    {
        const int atOnce = 20;
        await using ServedGateway gateway = await ServedGateway.Start(ActTinyAnswers.Policy, "Scripted");
        using RobotSocket robot = gateway.Connect();
        string good = GoldenRequest.For(GoldenData.OpenArm("half"), gateway.Folder);
        byte[][] lines = [.. RealLines(), .. Enumerable.Repeat(Encoding.UTF8.GetBytes(good), 10)];
        var mutator = new RequestMutator(lines, seed: 2);
        for (int i = 0; i < Mutants / 15; i += atOnce)
        {
            int ends = 0;
            for (int j = 0; j < atOnce; j++)
            {
                byte[] line = [.. mutator.Next(), (byte)'\n'];
                ends += line.AsSpan().Count((byte)'\n');
                robot.Send(line);
            }
            for (; ends > 0; ends--)
                ShouldBeAnAnswer(robot.ReadLine());
            ActTinyAnswers.ShouldHold(robot.Ask(good));
        }
        robot.EndSending();
        robot.ReadLine().ShouldBeNull("there was an answer too many");
        gateway.Log.Text.ShouldNotContain("a bug");
    }

    private static List<byte[]> RealLines() =>
    [
        .. GoldenData.OpenArmIndex.Where(golden => golden.Request is not null)
            .Select(golden => Encoding.UTF8.GetBytes(golden.Request!)),
        .. new[] { "two-episodes", "full-size", "task-and-phase" }
            .SelectMany(folder => File.ReadLines(GoldenData.Path($"openarm-captured/{folder}/requests.jsonl")))
            .Select(Encoding.UTF8.GetBytes),
        "{\"ping\":true}"u8.ToArray(),
    ];

    /// <summary>Where .NET's own document reader takes the line, ours has the same path, or a reason not to.</summary>
    private static void ShouldAgreeWithAnotherReader(byte[] line, OpenArmRequest request, GatewayError? error)
    {
        JsonElement root;
        try
        {
            root = JsonDocument.Parse(line, Json).RootElement;
        }
        catch (JsonException)
        {
            // Python's NaN is no JSON, and taken all the same; whatever else is not, is refused.
            if (error is null)
                line.AsSpan().ContainsAny((byte)'N', (byte)'I').ShouldBeTrue(Encoding.UTF8.GetString(line));
            return;
        }
        if (error is not null || request.Kind is OpenArmRequestKind.Ping)
            return;
        root.GetProperty("name").GetString().ShouldBe("inference");
        root.GetProperty("data_path").GetString().ShouldBe(Encoding.UTF8.GetString(request.DataPath));
    }

    private static void ShouldBeAnAnswer(string? line)
    {
        using JsonDocument answer = JsonDocument.Parse(line.ShouldNotBeNull());
        if (answer.RootElement.TryGetProperty("ready", out _))
            return;
        bool hasRows = answer.RootElement.GetProperty("positions").GetArrayLength() > 0;
        (hasRows || answer.RootElement.TryGetProperty("error", out _)).ShouldBeTrue(line);
        if (hasRows)
            answer.RootElement.GetProperty("interval").GetInt64().ShouldBeGreaterThan(0, line);
    }
}
