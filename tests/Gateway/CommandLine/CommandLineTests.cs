using System.Text.Json;
using System.Text.Json.Nodes;
using PolicyGate.Tests.Gateway.Configuration;

namespace PolicyGate.Tests.Gateway.CommandLine;

public sealed class CommandLineTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("serve", "--policy", "--backend", "--socket", "--connect", "--config", "--set")]
    [InlineData("demo", "--html", "--samples", "--plain")]
    [InlineData("check", "--policy", "--backend", "--socket", "--connect", "--config", "--set", "--json")]
    [InlineData("doctor", "--policy", "--socket", "--connect", "--config", "--set", "--json")]
    [InlineData("plugins", "--config", "--set", "--json")]
    [InlineData("inspect", "PATH", "--png", "--size", "--json")]
    [InlineData("bench", "--policy", "--backend", "--sizes", "--recorded", "--ticks", "--hz", "--json")]
    [InlineData("drive", "FOLDER", "--socket", "--listen", "--rate", "--robots", "--reuse", "--allow-errors", "--json")]
    public void A_verbs_help_has_its_options_and_examples(string verb, params string[] options)
    {
        CommandLineRun help = CommandLineRun.Of(verb, "--help");

        help.ExitCode.ShouldBe(0);
        foreach (string option in options)
            help.Output.ShouldContain(option);
        help.Output.ShouldContain($"Examples:{Environment.NewLine}  policygate {verb}");
    }

    [Fact]
    public void The_roots_help_lists_the_verbs_and_the_exit_codes()
    {
        CommandLineRun help = CommandLineRun.Of("--help");

        help.ExitCode.ShouldBe(0);
        string[] verbs = ["serve", "demo", "check", "doctor", "plugins", "inspect", "drive", "bench"];
        foreach (string verb in verbs)
            help.Output.ShouldContain(verb);
        help.Output.ShouldContain("Exit codes: 0");
    }

    [Fact]
    public void The_version_is_one_line_with_the_contracts()
    {
        CommandLineRun version = CommandLineRun.Of("--version");

        version.ExitCode.ShouldBe(0);
        version.Output.ShouldMatch(@"^policygate \d+\.\d+\.\d+\S*, backend contract \d+\.\d+\s$");
    }

    [Theory]
    [InlineData("See policygate --help")]
    [InlineData("'srve'", "srve")]
    [InlineData("--sokcet", "serve", "--sokcet", "a")]
    [InlineData("--backend NAME goes with --policy FOLDER", "serve", "--backend", "Onnx")]
    [InlineData("See policygate inspect --help", "inspect")]
    [InlineData("CAMERA=HEIGHTxWIDTH", "inspect", "a.arrow", "--size", "720x1280")]
    [InlineData("found 'a=0x1'", "inspect", "a.arrow", "--size", "a=0x1")]
    [InlineData("size of a is given twice", "inspect", "a.arrow", "--size", "a=1x1", "--size", "camera_a=1x1")]
    public void A_command_line_that_cannot_be_used_says_why_and_ends_with_2(string said, params string[] args)
    {
        CommandLineRun run = CommandLineRun.Of(args);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(said);
    }

    [Fact]
    public void Serve_tells_every_configuration_error_on_stderr_and_ends_with_2()
    {
        _folder.WithGateway("\"Chunk\": 1, \"Policy\": 2");

        CommandLineRun run = CommandLineRun.Of("serve", "--config", _folder.File);

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain("error: Gateway:Chunk: unknown key");
        run.Error.ShouldContain("error: Gateway:Policy: unknown key");
        run.Error.ShouldEndWith($"4 errors in the configuration{Environment.NewLine}");
    }

    [Fact]
    public void Check_tells_errors_on_stdout_and_ends_with_2()
    {
        CommandLineRun run = CommandLineRun.Of("check", "--config", _folder.In("none.json"));

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldContain("none.json");
    }

    [Fact]
    public void Check_with_json_prints_one_object_that_parses()
    {
        _folder.WithGateway(ConfigurationFolder.Good);

        CommandLineRun run = CommandLineRun.Of(
            "check", "--config", _folder.File, "--set", "Chunks:DropLateRow=true", "--json");

        run.ExitCode.ShouldBe(2);
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        report.GetProperty("ok").GetBoolean().ShouldBeFalse();
        report.GetProperty("file").GetString().ShouldBe(_folder.File);
        JsonElement error = report.GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
        error.GetProperty("path").GetString().ShouldBe("Gateway:Chunks:DropLateRow");
        error.GetProperty("source").GetString().ShouldBe("--set");
        error.GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("DropLateRows");
    }

    [Fact]
    public void Check_of_a_policy_folder_loads_its_model()
    {
        CopyPolicy();

        CommandLineRun run = CheckOfTheFolder();

        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldContain($"({_folder.Path}) loads on Onnx");
    }

    [Fact]
    public void Check_of_a_policy_folder_tells_what_does_not_fit_its_model_and_ends_with_2()
    {
        CopyPolicy();
        JsonNode policy = JsonNode.Parse(File.ReadAllText(_folder.In("policy.json"))).ShouldNotBeNull();
        policy["inputs"]!["observation.images.head_left"]!["shape"] = new JsonArray(1, 3, 120, 192);
        File.WriteAllText(_folder.In("policy.json"), policy.ToJsonString());

        CommandLineRun run = CheckOfTheFolder();

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldContain("observation.images.head_left");
        run.Output.ShouldContain("policy.json says float32 [1, 3, 120, 192], the model has float32 [1, 3, 60, 96]");
    }

    [Fact]
    public void Check_tells_of_a_robot_with_limits_for_another_number_of_joints_than_the_policy_commands()
    {
        CopyPolicy();

        CommandLineRun run = CheckOfTheFolder("--set", "Wires:OpenArm:0:Robot=openarm-right");

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldContain("Gateway:Wires:OpenArm:0:Robot: robot 'openarm-right' has limits for 8 joints");
        run.Output.ShouldContain("commands 16");
    }

    [Fact]
    public void Plugins_tells_that_the_folder_is_not_there_and_ends_with_1()
    {
        CommandLineRun run = CommandLineRun.Of("plugins", "--set", $"PluginFolder={_folder.In("none")}", "--json");

        run.ExitCode.ShouldBe(1);
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        report.GetProperty("folder").GetString().ShouldBe(_folder.In("none"));
        report.GetProperty("error").GetString().ShouldNotBeNull().ShouldContain("is not there");
    }

    [Fact]
    public void Inspect_of_a_policy_speaks_as_policy_json_does_and_tells_which_model_is_not_there()
    {
        CopyPolicy();

        CommandLineRun run = CommandLineRun.Of("inspect", _folder.Path);

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("float32 [1, 3, 60, 96]; layout chw, resize pillow-bicubic; normalize mean_std");
        run.Output.ShouldContain("model.pt (not there)");
    }

    [Fact]
    public void Inspect_of_a_strangers_policy_tells_the_terminal_nothing_that_it_obeys()
    {
        CopyPolicy();
        string json = File.ReadAllText(_folder.In("policy.json"));
        string colours = json.Replace("right_joint_1", "\\u001b[2J_1", StringComparison.Ordinal);
        File.WriteAllText(_folder.In("policy.json"), colours);

        CommandLineRun run = CommandLineRun.Of("inspect", _folder.Path);

        run.Output.ShouldContain("?[2J_1");
        run.Output.ShouldNotContain('\e');
    }

    [Fact]
    public void Inspect_of_a_folder_that_is_no_policy_says_so_and_ends_with_1()
    {
        CommandLineRun run = CommandLineRun.Of("inspect", _folder.Path);

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("policy.json");
    }

    [Fact]
    public void Inspect_of_nothing_says_so_and_ends_with_2()
    {
        CommandLineRun run = CommandLineRun.Of("inspect", _folder.In("none"));

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("none is not there");
    }

    private void CopyPolicy()
    {
        foreach (string file in (string[])["policy.json", "model.onnx"])
            File.Copy(Repository.At($"tests/data/act-tiny/{file}"), _folder.In(file));
    }

    private CommandLineRun CheckOfTheFolder(params string[] more) => CommandLineRun.Of(
        ["check", "--config", Repository.At("appsettings.json"), "--policy", _folder.Path, "--backend", "Onnx",
        .. more]);
}
