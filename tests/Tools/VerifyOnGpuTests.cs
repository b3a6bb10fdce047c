using System.Diagnostics;

namespace PolicyGate.Tests.Tools;

/// <summary><c>tools/verify-on-gpu.sh</c> on a machine that cannot: everything that is missing, and what brings
/// it.</summary>
public sealed class VerifyOnGpuTests
{
    private const string Nowhere = "/none";

    [Fact]
    public async Task It_names_at_once_all_that_is_missing_and_ends_with_1()
    {
        (int exitCode, string errors) = await Run();
        exitCode.ShouldBe(1, errors);
        errors.ShouldContain("NVIDIA's driver (/none/libcuda.so.1)");
        errors.ShouldContain("TensorRT (/none/libnvinfer.so.10)");
        errors.ShouldContain("trtexec (/none/trtexec)");
        errors.ShouldContain("apt-get install");
    }

    [Fact]
    public async Task It_refuses_options_that_it_does_not_know()
    {
        (int exitCode, string errors) = await Run("--fast");
        exitCode.ShouldBe(1, errors);
        errors.ShouldContain("unknown option --fast");
    }

    private static async Task<(int ExitCode, string Errors)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Repository.At("tools/verify-on-gpu.sh"), .. arguments])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // Nothing of what this machine may have.
        start.Environment["POLICYGATE_CUDA_LIBRARY"] = $"{Nowhere}/libcuda.so.1";
        start.Environment["POLICYGATE_NVINFER_LIBRARY"] = $"{Nowhere}/libnvinfer.so.10";
        start.Environment["TRTEXEC"] = $"{Nowhere}/trtexec";
        using Process process = Process.Start(start)!;
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        string errors = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, errors);
    }
}
