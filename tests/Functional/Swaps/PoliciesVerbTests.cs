using System.Text.Json;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.CommandLine;

namespace PolicyGate.Tests.Functional.Swaps;

/// <summary><c>policies</c>, asked of the built executable as an operator does.</summary>
public sealed class PoliciesVerbTests : IDisposable
{
    private readonly ConstantPolicy _first = new("31");
    private readonly ConstantPolicy _second = new("32");

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task They_are_listed_swapped_and_rolled_back()
    {
        await using GatewayProcess gateway = await Serve();

        CommandLineRun list = Ask(gateway, "policies");
        list.ExitCode.ShouldBe(0, list.Error);
        list.Output.ShouldContain($"constant  1        answers");

        CommandLineRun swap = Ask(gateway, "policies", "swap", "constant", _second.Path, "--trial-ticks", "0");
        swap.ExitCode.ShouldBe(0, swap.Error);
        swap.Output.ShouldStartWith("constant: version 2 answers");
        swap.Output.ShouldContain("a gateway that is started anew serves what is configured");

        CommandLineRun refused = Ask(gateway, "policies", "swap", "constant", _second.Path);
        (refused.ExitCode, refused.Output).ShouldBe(
            (1, "constant: refused, version 2 stays: it is what answers already: the same folder, plugin and"
                + $" configuration{Environment.NewLine}"));

        CommandLineRun back = Ask(gateway, "policies", "rollback", "constant", "--json");
        back.ExitCode.ShouldBe(0, back.Error);
        JsonDocument.Parse(back.Output).RootElement.GetProperty("report").GetProperty("version").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Its_socket_lies_in_a_folder_of_the_users_own_and_goes_with_it()
    {
        string path;
        await using (GatewayProcess gateway = await Serve())
        {
            CommandLineRun health = CommandLineRun.Of("health", "--pid", $"{gateway.Id}", "--json");
            path = JsonDocument.Parse(health.Output).RootElement.GetProperty("admin").GetString()!;

            CommandLineRun.Of("policies", "--socket", path).ExitCode.ShouldBe(0);
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
            (File.GetUnixFileMode(Path.GetDirectoryName(path)!) & Others).ShouldBe(default);
        }
        File.Exists(path).ShouldBeFalse();
        CommandLineRun gone = CommandLineRun.Of("policies", "--socket", path);
        (gone.ExitCode, gone.Error).ShouldBe((1, gone.Error));
        gone.Error.ShouldContain("no gateway answers at");
    }

    [Fact]
    public async Task Without_a_folder_it_is_what_the_configuration_says_now()
    {
        string config = Path.Combine(_first.Path, "..", "gateway.json");
        await Write(config, shift: 0, gap: "00:00:05");
        await using GatewayProcess gateway = await GatewayProcess.StartConfigured(config);
        Eventually.Holds(
            () => Ask(gateway, "policies").Output.Contains("answers", StringComparison.Ordinal), () => gateway.Errors);
        await Write(config, shift: 5, gap: "00:00:07");

        CommandLineRun swap = Ask(gateway, "policies", "swap", "constant", "--now", "--trial-ticks", "0");

        swap.ExitCode.ShouldBe(0, swap.Output + swap.Error);
        swap.Output.ShouldContain("not taken, for they hold from the next start on: Gateway:Episodes:Gap");
        await File.WriteAllTextAsync(config, "{");
        Ask(gateway, "policies", "swap", "constant").Output
            .ShouldContain("the configuration cannot be used as it is now");
    }

    [Fact]
    public async Task Where_it_is_off_that_is_said()
    {
        await using GatewayProcess gateway = await Serve("--set", "Admin:On=false");

        CommandLineRun list = Ask(gateway, "policies");

        list.ExitCode.ShouldBe(1);
        list.Error.ShouldContain("has no admin socket");
    }

    private static CommandLineRun Ask(GatewayProcess gateway, params string[] words) =>
        CommandLineRun.Of([.. words, "--gateway", $"{gateway.Id}"]);

    private async Task<GatewayProcess> Serve(params string[] arguments)
    {
        GatewayProcess gateway = await GatewayProcess.StartCold(
            _first.Path, ConstantPolicy.Backend,
            ["--set", $"PluginFolder={ConstantPolicy.PluginFolder}", .. arguments]);
        Eventually.Holds(
            () => CommandLineRun.Of("health", "--pid", $"{gateway.Id}").ExitCode == 0, () => gateway.Errors);
        return gateway;
    }

    private Task Write(string config, int shift, string gap) => File.WriteAllTextAsync(config, $$"""
        {
          "Gateway": {
            "PluginFolder": "{{ConstantPolicy.PluginFolder}}",
            "Policies": {
              "constant": {
                "Folder": "{{_first.Path}}", "Backend": "ConstantChunk", "Deadline": "00:00:10",
                "Options": { "Shift": {{shift}} }
              }
            },
            "Episodes": { "Gap": "{{gap}}" }
          }
        }
        """);
}
