using System.Text.Json;
using System.Text.Json.Nodes;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Recording;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Gateway.CommandLine;

namespace PolicyGate.Tests.Functional.Replay;

/// <summary>What is not as it was recorded is seen, and said where and by how much.</summary>
public sealed class ReplayedDifferencesTests : IAsyncLifetime, IDisposable
{
    private const int Ticks = 16;

    private readonly ScratchFolder _folder = new("policygate-test-");

    public async Task InitializeAsync()
    {
        await using RecordingGateway gateway = await RecordingGateway.Start(
            _folder, settings: new() { ["Chunks:DropLateRows"] = "false" });
        gateway.Drive(Ticks);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Another_policys_answers_differ_and_just_its_joints_are_named()
    {
        string policy = Nudged("right_joint1");

        JsonElement report = RecordingGateway.Replay(_folder.Path, exitCode: 1, "--policy", policy);

        report.GetProperty("differentTicks").GetInt64().ShouldBe(Ticks);
        JsonElement joint = report.GetProperty("joints").EnumerateArray().ShouldHaveSingleItem();
        joint.GetProperty("joint").GetString().ShouldBe("right_joint1");
        joint.GetProperty("largest").GetDouble().ShouldBe(0.25, 0.001);
        report.GetProperty("notes").ToString().ShouldContain("policy.json is another");
        report.GetProperty("worst")[0].GetProperty("joint").GetString().ShouldBe("right_joint1");
    }

    [Fact]
    public void Another_setting_is_seen_in_what_is_sent_and_not_in_what_the_model_gave()
    {
        JsonElement report = RecordingGateway.Replay(_folder.Path, exitCode: 1, "--set", "Chunks:Window:Size=5");

        report.GetProperty("differentTicks").GetInt64().ShouldBe(Ticks);
        JsonElement first = report.GetProperty("differences")[0];
        first.GetProperty("differs").EnumerateArray().Select(part => part.GetString()).ShouldBe(["Chunk", "Reply"]);
    }

    [Fact]
    public void Another_backend_is_said_and_its_answers_are_compared()
    {
        CommandLineRun run = RecordingGateway.Run(_folder.Path, "--backend", "Scripted");

        run.ExitCode.ShouldBe(1, run.Error);
        run.Output.ShouldContain("the backend was Onnx");
        run.Output.ShouldContain($"{Ticks} different");
        run.Output.ShouldMatch("tick 0: other raw, chunk, reply, by [0-9.]+ at most, at row [0-9]+ of (left|right)_");
    }

    [Fact]
    public void An_edited_recording_is_seen()
    {
        string segment = Segment();
        byte[] bytes = File.ReadAllBytes(segment);
        float value = FirstValue();
        byte[] raw = BitConverter.GetBytes(value);
        int at = bytes.AsSpan().LastIndexOf(raw);
        at.ShouldBeGreaterThan(0);
        bytes[at] ^= 1;
        File.WriteAllBytes(segment, bytes);

        JsonElement report = RecordingGateway.Replay(_folder.Path, exitCode: 1);

        report.GetProperty("differentTicks").GetInt64().ShouldBe(1);
        report.GetProperty("sameTicks").GetInt64().ShouldBe(Ticks - 1);
    }

    [Fact]
    public void Of_a_recording_that_was_cut_all_whole_ticks_are_played_and_the_rest_is_said()
    {
        string segment = Segment();
        byte[] bytes = File.ReadAllBytes(segment);
        File.WriteAllBytes(segment, bytes[..(bytes.Length * 3 / 4)]);

        JsonElement report = RecordingGateway.Replay(_folder.Path, exitCode: 0);

        report.GetProperty("sameTicks").GetInt64().ShouldBeInRange(Ticks / 2, Ticks - 1);
        report.GetProperty("unreadable").EnumerateArray().ShouldHaveSingleItem().GetString()!.ShouldContain("cut off");
    }

    [Fact]
    public void A_session_can_be_played_alone_and_one_that_is_not_there_is_unusable_input()
    {
        string session = RecordingGateway.Replay(_folder.Path, 1, "--set", "Chunks:Window:Size=5")
            .GetProperty("differences")[0].GetProperty("session").GetString()!;
        RecordingGateway.Replay(_folder.Path, 0, "--session", session)
            .GetProperty("ticks").GetInt64().ShouldBe(Ticks);

        CommandLineRun run = RecordingGateway.Run(_folder.Path, "--session", "nobody");
        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("no tick of the session 'nobody'");
    }

    [Fact]
    public void A_folder_that_is_no_recording_is_unusable_input()
    {
        CommandLineRun run = RecordingGateway.Run(Repository.At("samples/policies/reach"));
        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("holds no recording");
    }

    [Theory]
    [InlineData("Chunks:DropLateRow=true", "DropLateRows")]
    [InlineData("Chunks:Window:Size=0", "expected 1 or more")]
    public void A_setting_that_cannot_be_used_is_said_before_anything_is_played(string setting, string said)
    {
        CommandLineRun run = RecordingGateway.Run(_folder.Path, "--set", setting);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(said);
    }

    [Fact]
    public void A_policy_that_is_gone_is_said()
    {
        CommandLineRun run = RecordingGateway.Run(_folder.Path, "--policy", "/no/such/policy");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("/no/such/policy");
    }

    private string Segment() =>
        Directory.EnumerateFiles(_folder.Path, "*.arrows", SearchOption.AllDirectories).ShouldHaveSingleItem();

    /// <summary>A value of the first tick's chunk, which is unlikely anywhere else.</summary>
    private float FirstValue()
    {
        JsonElement difference = RecordingGateway.Replay(_folder.Path, 1, "--set", "Chunks:Window:Size=5");
        difference.GetProperty("ticks").GetInt64().ShouldBe(Ticks);
        RecordingInput.Open(
            _folder.Path, new LimitsOptions(), out RecordingInput? input).ShouldBeNull();
        return input!.Read().First().Chunk.Span[5];
    }

    /// <summary>The sample policy, one joint of whose statistics is off by a quarter of a radian.</summary>
    private string Nudged(string joint)
    {
        string folder = _folder.PathOf("nudged");
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.EnumerateFiles(Repository.At("samples/policies/reach")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        string json = Path.Combine(folder, "policy.json");
        JsonNode policy = JsonNode.Parse(File.ReadAllText(json))!;
        JsonNode action = policy["outputs"]!["action"]!;
        int at = action["names"]!.AsArray().Select(name => name!.GetValue<string>()).ToList().IndexOf(joint);
        at.ShouldBeGreaterThanOrEqualTo(0);
        JsonArray mean = action["normalize"]!["mean"]!.AsArray();
        mean[at] = mean[at]!.GetValue<double>() + 0.25;
        File.WriteAllText(json, policy.ToJsonString());
        return folder;
    }
}
