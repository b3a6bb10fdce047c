namespace PolicyGate.Tests.Fixtures;

/// <summary>A machine with a GPU and TensorRT, as <c>tools/verify-on-gpu.sh</c> tells of it.</summary>
internal static class RealTensorRT
{
    private const string Variable = "POLICYGATE_TENSORRT_POLICY";

    /// <summary>A policy folder with the same model for Onnx and, as an engine of this machine, for TensorRT.</summary>
    public static string? Policy { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    public static string? WhyMissing { get; } = Policy is null
        ? $"there is no engine of a real GPU ({Variable}); on a machine with one: tools/verify-on-gpu.sh"
        : null;
}
