using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.CommandLine;

/// <summary><c>compare</c> from its command line to its exit code, over real plugins.</summary>
public sealed class CompareVerbTests : IDisposable
{
    private const string TwoEpisodes = "tests/data/openarm-captured/two-episodes";
    private const string Reach = "samples/policies/reach";

    // Where a test is not about time: no machine is as busy as that.
    private static readonly string[] AnyTime = ["--slower", "100000"];

    private readonly string _folder = Directory.CreateTempSubdirectory("policygate-tests-").FullName;
    private readonly TemporaryPlugins _plugins = new TemporaryPlugins().With("ConstantChunk");

    public void Dispose()
    {
        _plugins.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_policy_against_itself_is_the_same_bit_for_bit()
    {
        CommandLineRun run = Shipped($"Onnx:{Reach}", $"Onnx:{Reach}", AnyTime);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldMatch(@"(?m)^same$");
        JsonElement report = Report();
        report.GetProperty("format").GetInt32().ShouldBe(1);
        JsonElement input = report.GetProperty("input");
        input.GetProperty("compared").GetInt32().ShouldBe(6);
        input.GetProperty("identical").GetInt32().ShouldBe(6);
        input.GetProperty("episodes").GetInt32().ShouldBe(2);
        report.GetProperty("terms").GetProperty("pairs").GetInt32().ShouldBeGreaterThan(6);
        report.GetProperty("joints").GetArrayLength().ShouldBe(16);
        report.GetProperty("joints")[0].GetProperty("steps").GetArrayLength().ShouldBe(20);
        report.GetProperty("path").GetProperty("a").GetArrayLength().ShouldBe(16);
    }

    [NeedsLibTorchFact]
    public void The_same_weights_in_another_engine_are_the_same()
    {
        CommandLineRun run = Shipped($"Onnx:{Reach}", $"TorchSharp:{Reach}", AnyTime);
        run.ExitCode.ShouldBe(0, run.Output + run.Error);
    }

    [NeedsPythonFact("sim")]
    public async Task Weights_of_two_joints_that_were_nudged_are_found_and_no_others()
    {
        string nudged = Path.Combine(_folder, "nudged");
        PythonResult made = await PythonResult.Of(
            "sim", TimeSpan.FromMinutes(1), Repository.At("tools/nudge_policy.py"), Repository.At(Reach), nudged,
            "--joint", "right_joint2", "--joint", "left_gripper");
        made.ExitCode.ShouldBe(0, made.Said);

        CommandLineRun run = Shipped($"Onnx:{Reach}", $"Onnx:{nudged}", [.. AnyTime, "--json"]);

        run.ExitCode.ShouldBe(1, run.Error);
        using var report = JsonDocument.Parse(run.Output);
        JsonElement verdict = report.RootElement.GetProperty("verdict");
        verdict.GetProperty("outcome").GetString().ShouldBe("Different");
        Texts(verdict.GetProperty("differentJoints")).Order().ShouldBe(["left_gripper", "right_joint2"]);
        JsonElement worst = report.RootElement.GetProperty("worst")[0];
        Texts(worst.GetProperty("pictures"), "camera").ShouldBe(["head_left", "wrist_left", "wrist_right"]);
    }

    [Fact]
    public void A_joint_beyond_its_tolerance_is_different_and_within_a_wider_one_the_same()
    {
        Constant(["--set", "Policies:B:Options:Shift=0.01"]).ExitCode.ShouldBe(1);
        Constant(["--set", "Policies:B:Options:Shift=0.01", "--tolerance", "0.02"]).ExitCode.ShouldBe(0);
        CommandLineRun one = Constant(
            ["--set", "Policies:B:Options:Shift=0.01", "--tolerance", "0.02", "--tolerance", "joint 3=0.001"]);
        one.ExitCode.ShouldBe(1);
        Texts(Report().GetProperty("verdict").GetProperty("differentJoints")).ShouldBe(["joint 3"]);
        JsonElement joint = Report().GetProperty("joints")[3];
        joint.GetProperty("model").GetProperty("max").GetDouble().ShouldBe(0.01, 1e-6);
        joint.GetProperty("model").GetProperty("count").GetInt32().ShouldBe(6 * 8);
        joint.GetProperty("sent").GetProperty("mean").GetDouble().ShouldBe(0.01, 1e-6);
        joint.GetProperty("steps")[7].GetProperty("p95").GetDouble().ShouldBe(0.01, 1e-4);
    }

    [Fact]
    public void A_policy_that_gives_NaN_alone_is_different_for_that_reason()
    {
        string broken = Copy("constant-chunk");
        File.WriteAllText(Path.Combine(broken, "value.txt"), "NaN");
        CommandLineRun run = Constant([], broken);

        run.ExitCode.ShouldBe(1, run.Error);
        run.Output.ShouldContain("B's chunk holds NaN or infinity on every tick, where A gave one");
        Report().GetProperty("b").GetProperty("counts").GetProperty("nonFiniteTicks").GetInt32().ShouldBe(6);
    }

    [Fact]
    public void Five_milliseconds_more_are_slower()
    {
        CommandLineRun run = Shipped(
            $"Scripted:{Reach}", $"Scripted:{Reach}", ["--set", "Policies:B:Options:LatencyMilliseconds=5"]);
        run.ExitCode.ShouldBe(2, run.Output + run.Error);
        run.Output.ShouldContain("longer for a tick");
    }

    [Fact]
    public void Other_lengths_rates_and_cameras_are_compared_on_what_they_share()
    {
        string other = Copy("constant-chunk");
        string json = Path.Combine(other, "policy.json");
        File.WriteAllText(json, File.ReadAllText(json)
            .Replace("[1, 8, 16]", "[1, 12, 16]", StringComparison.Ordinal)
            .Replace("\"rate_hz\": 30", "\"rate_hz\": 60", StringComparison.Ordinal)
            .Replace("head_left", "wrist_left", StringComparison.Ordinal));
        CommandLineRun run = Constant(AnyTime, other);

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        JsonElement shared = Report().GetProperty("shared");
        shared.GetProperty("steps").GetInt32().ShouldBe(6);
        shared.GetProperty("cameras").GetArrayLength().ShouldBe(0);
        string notes = string.Join('\n', Texts(shared.GetProperty("notes")));
        notes.ShouldContain("A's rows come at 30 Hz, B's at 60 Hz");
        notes.ShouldContain("A's chunks have 8 rows, B's 12");
        notes.ShouldContain("A alone looks at head_left");
        notes.ShouldContain("B alone looks at wrist_left");
    }

    [Fact]
    public void Bad_files_among_good_ones_are_listed_and_fail_it_only_when_none_is_left()
    {
        CommandLineRun some = Constant(AnyTime, input: "tests/data/openarm");
        some.ExitCode.ShouldBe(0, some.Output + some.Error);
        JsonElement input = Report().GetProperty("input");
        input.GetProperty("compared").GetInt32().ShouldBeGreaterThan(20);
        string[] unreadable = [.. Texts(input.GetProperty("unreadable"))];
        unreadable.ShouldContain(line => line.Contains("empty.arrow is empty", StringComparison.Ordinal));
        unreadable.ShouldContain(line => line.StartsWith("session not-arrow", StringComparison.Ordinal));
        input.GetProperty("unreadableCount").GetInt32().ShouldBe(unreadable.Length);

        File.WriteAllText(Path.Combine(_folder, "bad.arrow"), "this is a text and no Arrow file at all");
        File.WriteAllText(Path.Combine(_folder, "requests.jsonl"),
            """{"name": "inference", "data_path": "bad.arrow", "reset": true, "metadata": {}}""");
        CommandLineRun none = Constant(AnyTime, input: _folder);
        none.ExitCode.ShouldBe(3);
        none.Output.ShouldContain("not one tick of 1 could be compared");
        none.Output.ShouldContain("not an Arrow file");
    }

    [Fact]
    public void What_cannot_be_compared_ends_with_3()
    {
        Constant([], input: "/nowhere").Error.ShouldContain("there is no folder /nowhere");
        Constant([], input: "/nowhere").ExitCode.ShouldBe(3);
        CommandLineRun unloaded = Constant([], "/nowhere");
        unloaded.ExitCode.ShouldBe(3);
        unloaded.Error.ShouldContain("side B cannot be loaded");
    }

    [Theory]
    [InlineData("--tolerance much: expected a number", "--tolerance", "much")]
    [InlineData("--ticks is above 0", "--ticks", "0")]
    [InlineData("--slower is above 0", "--slower", "-1")]
    public void A_command_line_that_means_nothing_ends_with_2(string said, params string[] arguments)
    {
        CommandLineRun run = Constant(arguments);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(said);
    }

    [Fact]
    public void Without_a_recording_each_side_names_its_folder()
    {
        CommandLineRun run = CommandLineRun.Of(
            "compare", "--input", Repository.At(TwoEpisodes), "--a", "Onnx", "--b", "Onnx", "--output", _folder);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("as Onnx:FOLDER");
    }

    private static IEnumerable<string> Texts(JsonElement array, string? property = null) => array.EnumerateArray()
        .Select(item => (property is null ? item : item.GetProperty(property)).GetString()!);

    private CommandLineRun Shipped(string a, string b, string[] more) => Run(TwoEpisodes, At(a), At(b), more);

    private CommandLineRun Constant(string[] more, string? folderB = null, string input = TwoEpisodes)
    {
        string folder = Repository.At("tests/data/policies/constant-chunk");
        return Run(
            input, $"ConstantChunk:{folder}", $"ConstantChunk:{folderB ?? folder}",
            [.. more, "--set", $"PluginFolder={_plugins.Folder}"]);
    }

    private CommandLineRun Run(string input, string a, string b, string[] more) => CommandLineRun.Of(
    [
        "compare", "--config", Repository.At("appsettings.json"), "--input", Repository.At(input), "--a", a, "--b", b,
        "--output", Path.Combine(_folder, "report"), .. more,
    ]);

    private static string At(string side)
    {
        int colon = side.IndexOf(':', StringComparison.Ordinal);
        return $"{side[..colon]}:{Repository.At(side[(colon + 1)..])}";
    }

    private JsonElement Report() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "report", "report.json"))).RootElement;

    private string Copy(string policy)
    {
        string copy = Directory.CreateDirectory(Path.Combine(_folder, policy)).FullName;
        foreach (string file in Directory.EnumerateFiles(Repository.At($"tests/data/policies/{policy}")))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }
}
