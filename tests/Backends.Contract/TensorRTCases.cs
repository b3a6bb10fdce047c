using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>
/// TensorRT on its doubles of both majors, where they were built; on a real GPU, where
/// <c>tools/verify-on-gpu.sh</c> has built an engine for it.
/// </summary>
internal static class TensorRTCases
{
    public static IEnumerable<ContractCase> All => [.. OnDoubles, .. OnGpu];

    private static IEnumerable<ContractCase> OnDoubles =>
        FakeGpu.WhyMissing is null ? [OnDouble(10), OnDouble(11)] : [];

    private static IEnumerable<ContractCase> OnGpu => RealTensorRT.Policy is { } policy ? [Case(policy)] : [];

    private static ContractCase OnDouble(int major) => Case("policies/fake-engine") with
    {
        Options = [("NvInferLibrary", FakeGpu.Built(major)), ("CudaLibrary", FakeGpu.Built(major))],
    };

    private static ContractCase Case(string policy) =>
        new("TensorRT", policy, LoadsFile: true, Mistyped: "CudaGraf", Meant: "CudaGraph") { Device = "cuda" };
}
