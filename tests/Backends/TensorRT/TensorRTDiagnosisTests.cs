using System.Diagnostics;
using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.CommandLine;

namespace PolicyGate.Tests.Backends.TensorRT;

/// <summary>What <c>plugins</c> and <c>inspect</c> tell of the machine and of an engine.</summary>
public sealed class TensorRTDiagnosisTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_is_missing_or_found_is_told_one_by_one_and_nothing_is_an_error()
    {
        List<Finding> findings = [];
        ShippedPlugins.Get("TensorRT").Diagnose(findings).ShouldBeNull();
        findings.ShouldAllBe(finding => finding.Level != FindingLevel.Error);
        findings.ShouldContain(finding => finding.Subject == "CUDA driver" && finding.Text.Contains("libcuda.so.1"));
        findings.ShouldContain(finding => finding.Subject == "TensorRT" && finding.Text.Contains("libnvinfer.so.1"));
    }

    [NeedsFakeGpuFact]
    public async Task What_is_here_is_told_with_its_versions_where_the_environment_names_it()
    {
        var start = new ProcessStartInfo(
            GatewayProcess.Executable, ["plugins", "--set", $"PluginFolder={ShippedPlugins.Folder}"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["POLICYGATE_CUDA_LIBRARY"] = FakeGpu.Built(11);
        start.Environment["POLICYGATE_NVINFER_LIBRARY"] = FakeGpu.Built(11);
        using Process process = Process.Start(start)!;
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));

        string output = await process.StandardOutput.ReadToEndAsync(patience.Token);

        output.ShouldContain("libfake_gpu.so.11, CUDA 13.0");
        output.ShouldContain("cuda:0 Fake GPU 0, compute capability 8.9, 8192 MiB");
        output.ShouldContain("(TensorRT 11.1.1.11)");
    }

    [Fact]
    public void An_engine_is_told_with_its_size_and_version_and_the_other_backends_are_silent()
    {
        string path = Save("model.engine", EngineOf(10, 3));

        CommandLineRun run = Inspect(path);

        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldContain("TensorRT");
        run.Output.ShouldContain("serialized by TensorRT, 1000 bytes");
        run.Output.ShouldContain("TensorRT 10.3.0.26");
        run.Output.ShouldContain("on a machine with a GPU");
        run.Output.ShouldNotContain("ONNX Runtime");
    }

    [Fact]
    public void Something_else_is_not_taken_for_an_engine()
    {
        string path = Save("model.plan", [.. "ftr_"u8, .. new byte[100]]);
        CommandLineRun run = Inspect(path);
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("does not begin as a serialized TensorRT engine does");

        Save("model.plan", "ftrt"u8);
        Inspect(path).ExitCode.ShouldBe(1);
    }

    private static CommandLineRun Inspect(string path) =>
        CommandLineRun.Of("inspect", path, "--set", $"PluginFolder={ShippedPlugins.Folder}");

    private static byte[] EngineOf(byte major, byte minor)
    {
        byte[] engine = new byte[1000];
        "ftrt"u8.CopyTo(engine);
        ReadOnlySpan<byte> version = [major, minor, 0, 26];
        version.CopyTo(engine.AsSpan(24));
        return engine;
    }

    private string Save(string name, ReadOnlySpan<byte> bytes)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, bytes.ToArray());
        return path;
    }
}
