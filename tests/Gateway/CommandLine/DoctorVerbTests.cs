using System.Text.Json;
using PolicyGate.Tests.Gateway.Configuration;

namespace PolicyGate.Tests.Gateway.CommandLine;

/// <summary><c>doctor</c> on this machine, as an operator types it.</summary>
public sealed class DoctorVerbTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_machine_that_runs_these_tests_serves_the_sample_policy()
    {
        CommandLineRun run = Doctor("--socket", _folder.In("policy.socket"), "--json");

        run.ExitCode.ShouldBe(0, run.Output);
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        report.GetProperty("ok").GetBoolean().ShouldBeTrue();
        ILookup<string, JsonElement> findings = report.GetProperty("findings").EnumerateArray()
            .ToLookup(finding => finding.GetProperty("subject").GetString()!);
        foreach (string subject in (string[])["runtime", "system", "user", "Onnx: ONNX Runtime"])
            findings[subject].ShouldHaveSingleItem().GetProperty("level").GetString().ShouldBe("Ok", subject);
        foreach (string subject in (string[])["cores", "vectors", "open files", "clock", "GPU", "liblz4.so.1"])
            findings[subject].ShouldNotBeEmpty(subject);
        findings["configuration"].ShouldHaveSingleItem().GetProperty("found").GetString().ShouldNotBeNull()
            .ShouldContain("policies load");
    }

    [Fact]
    public void What_hinders_is_told_with_how_to_mend_it_and_ends_with_2()
    {
        CommandLineRun run = Doctor("--socket", _folder.In("none/policy.socket"));

        run.ExitCode.ShouldBe(2);
        string[] lines = run.Output.Split(Environment.NewLine);
        int at = Array.FindIndex(lines, line => line.StartsWith("error", StringComparison.Ordinal));
        lines[at].ShouldContain(_folder.In("none/policy.socket"));
        lines[at].ShouldEndWith($"  the folder {_folder.In("none")} is not there");
        lines[at + 1].ShouldEndWith($"→ mkdir -p {_folder.In("none")}");
        lines[^2].ShouldBe("1 finding hinders");
    }

    [Fact]
    public void Each_error_of_the_configuration_hinders()
    {
        _folder.WithGateway("\"Chunk\": 1");

        CommandLineRun run = CommandLineRun.Of("doctor", "--config", _folder.File);

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldContain("Gateway:Chunk: unknown key");
        run.Output.ShouldContain("runtime");
    }

    private static CommandLineRun Doctor(params string[] options) => CommandLineRun.Of(
    [
        "doctor", "--config", Repository.At("appsettings.json"), "--policy", Repository.At("samples/policies/one-arm"),
        "--backend", "Onnx", .. options,
    ]);
}
