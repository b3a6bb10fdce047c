using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>
/// TensorRT on its doubles of both majors, and on a real GPU, where <c>tools/verify-on-gpu.sh</c> has built an engine
/// for it.
/// </summary>
internal static class TensorRTCases
{
    public static ContractBackend Backend { get; } =
        new("TensorRT", "CudaGraf", "CudaGraph", [OnDouble(10), OnDouble(11), .. OnGpu])
        {
            Missing = () => FakeGpu.WhyMissing,
        };

    private static ContractPolicy[] OnGpu => RealTensorRT.Policy is { } policy
        ? [new ContractPolicy(policy) { Device = "cuda" }]
        : [];

    private static ContractPolicy OnDouble(int major) => new(
        "policies/fake-engine", ContractKinds.Usual,
        ("NvInferLibrary", FakeGpu.Built(major)), ("CudaLibrary", FakeGpu.Built(major)))
    {
        Device = "cuda",
        Label = $"on double {major}",
    };
}
