using System.Text.Json;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.CommandLine;

public sealed class DriveVerbTests
{
    private const string Chunk = """{"positions":[[1,2],[3,4]],"interval":33333333}""";
    private const string Refusal = """{"positions":[],"error":{"code":"NotFound","message":"no such file"}}""";

    [Fact]
    public void It_tells_its_figures_to_people_and_to_programs()
    {
        using var folder = new ScratchFolder("policygate-test-");
        string json = folder.PathOf("figures.json");
        using var server = new FakePolicyServer(_ => Chunk);
        CommandLineRun run = CommandLineRun.Of(
            "drive", "--socket", server.SocketPath, "--sizes", "12x16", "--rate", "0", "--count", "5", "--json", json);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("sent 5, chunks 5, skips 0, holds 0, lost 0, malformed 0");
        run.Output.ShouldMatch("round trip +[0-9.]+ +[0-9.]+ +[0-9.]+ +[0-9.]+");
        JsonElement figures = JsonDocument.Parse(File.ReadAllBytes(json)).RootElement;
        figures.GetProperty("chunks").GetInt64().ShouldBe(5);
        figures.GetProperty("roundTripMilliseconds").GetProperty("p999").GetDouble().ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(1, Refusal)]
    [InlineData(0, Refusal, "--allow-errors")]
    [InlineData(1, "{}", "--allow-errors")]
    public void Its_exit_code_tells_whether_the_server_failed_a_robot(
        int exitCode, string answer, params string[] arguments)
    {
        using var server = new FakePolicyServer(_ => answer);
        CommandLineRun run = CommandLineRun.Of(
            ["drive", "--socket", server.SocketPath, "--sizes", "12x16", "--rate", "0", "--count", "2", .. arguments]);
        run.ExitCode.ShouldBe(exitCode, run.Output);
        run.Output.ShouldContain("problem: ");
    }

    [Theory]
    [InlineData("--socket PATH")]
    [InlineData("--socket PATH", "--socket", "a", "--listen", "b")]
    [InlineData("--rate is", "--socket", "a", "--rate", "-1")]
    [InlineData("--robots is 1 to", "--socket", "a", "--robots", "0")]
    [InlineData("--count is", "--socket", "a", "--count", "0")]
    [InlineData("--sizes: 'x'", "--socket", "a", "--sizes", "x")]
    [InlineData("not for recorded ones", "--socket", "a", "--sizes", "1x1", "folder")]
    [InlineData("has none of requests.jsonl", "--socket", "a", "/nowhere")]
    public void What_cannot_be_driven_is_said_and_ends_with_2(string said, params string[] arguments)
    {
        CommandLineRun run = CommandLineRun.Of(["drive", .. arguments]);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(said);
    }
}
