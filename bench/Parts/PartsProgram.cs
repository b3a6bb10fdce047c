using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace PolicyGate.Bench.Parts;

/// <summary>Runs the parts' benchmarks: all, or those that <c>--filter</c> names.</summary>
internal static class PartsProgram
{
    private static void Main(string[] args)
    {
        // In this process: the parts are internal, and a generated project would not build under this checkout's rules.
        IConfig config = DefaultConfig.Instance
            .WithArtifactsPath(Checkout.At("artifacts/benchmarks"))
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default);
        BenchmarkSwitcher.FromAssembly(typeof(PartsProgram).Assembly).Run(args, config);
    }
}
