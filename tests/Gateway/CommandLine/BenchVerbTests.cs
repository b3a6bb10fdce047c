using System.Text.Json;
using PolicyGate.RobotClient;

namespace PolicyGate.Tests.Gateway.CommandLine;

public sealed class BenchVerbTests
{
    [Fact]
    public void A_policy_of_the_users_own_is_measured_by_stage_beside_its_yardsticks()
    {
        using var folder = new ScratchFolder("policygate-test-");
        string json = folder.PathOf("figures.json");
        CommandLineRun run = CommandLineRun.Of(
            "bench", "--config", Repository.At("appsettings.json"), "--policy",
            Repository.At("samples/policies/reach"), "--backend", "Scripted", "--sizes", "12x16", "--ticks", "100",
            "--json", json);

        run.ExitCode.ShouldBe(0, run.Error);
        foreach (string row in (string[])["read", "decode", "resize", "run", "write", "plain read", "bare run"])
            run.Output.ShouldMatch($@"(?m)^{row} +[0-9.]+ +[0-9.]+ +[0-9.]+ +[0-9.]+");
        run.Output.ShouldContain("managed bytes allocated per tick");
        JsonElement figures = JsonDocument.Parse(File.ReadAllBytes(json)).RootElement.GetProperty("cases")[0];
        figures.GetProperty("ticks").GetInt32().ShouldBe(100);
        figures.GetProperty("hostMicroseconds").GetDouble().ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("--policy", "bench")]
    [InlineData("--ticks is at least 100", "bench", "--policy", "a", "--ticks", "5")]
    [InlineData("--hz is above 0", "bench", "--policy", "a", "--hz", "0")]
    [InlineData("not for recorded ones", "bench", "--policy", "a", "--recorded", "b", "--sizes", "1x1")]
    [InlineData("--sizes: 'x'", "bench", "--policy", "a", "--sizes", "x")]
    public void What_cannot_be_measured_is_said_and_ends_with_2(string said, params string[] arguments)
    {
        CommandLineRun run = CommandLineRun.Of(arguments);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(said);
    }
}
