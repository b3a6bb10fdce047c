using Microsoft.ML.OnnxRuntime;
using PolicyGate.Abstractions;

namespace PolicyGate.Onnx;

/// <summary>The TensorRT execution provider, which only a GPU build of ONNX Runtime has.</summary>
/// <remarks>
/// By the binding's older call: its library of 1.29 lacks <c>CreateEpFactories</c>, without which none can be
/// registered with a CPU build as CUDA's is.
/// </remarks>
internal static class TensorRtProvider
{
    private const string How =
        "dotnet build plugins/Onnx -c Release -p:OnnxRuntimeNatives=FOLDER, with the lib folder of Microsoft's archive"
        + " onnxruntime-linux-x64-gpu of the same version, or -p:OnnxRuntime=NuGet";

    public static bool IsIn(OrtEnv environment) =>
        environment.GetAvailableProviders().Contains(ProviderChoice.EngineNameOf(ProviderKind.TensorRT));

    /// <summary>What a diagnosis says of it.</summary>
    public static string Describe(OrtEnv environment) =>
        IsIn(environment) ? "in this build of ONNX Runtime" : $"not in this build of ONNX Runtime; with it: {How}";

    /// <exception cref="PolicyLoadException">This build has it not, or what it needs is missing.</exception>
    public static void AddTo(
        SessionOptions options, OrtEnv environment, int device, Dictionary<string, string> settings)
    {
        if (!IsIn(environment))
        {
            throw new PolicyLoadException(
                $"the TensorRT execution provider is not in this build of ONNX Runtime ({OrtLibrary.LoadedPath})."
                + $" {How}. Or name Cuda instead; the plugin TensorRT runs engines without ONNX Runtime");
        }
        // Its library brings the copies between host and GPU.
        CudaProvider.Register(environment);
        settings["device_id"] = device.ToString(System.Globalization.CultureInfo.InvariantCulture);
        try
        {
            using var provider = new OrtTensorRTProviderOptions();
            provider.UpdateOptions(settings);
            options.AppendExecutionProvider_Tensorrt(provider);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new PolicyLoadException(
                $"the TensorRT execution provider cannot be used: {failure.Message}. It needs an NVIDIA driver, and the"
                + " libraries of TensorRT 10, CUDA 13 and cuDNN 9 on the loader's path", failure);
        }
    }
}
