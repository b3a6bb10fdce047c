using Microsoft.ML.OnnxRuntime;
using PolicyGate.Abstractions;

namespace PolicyGate.Onnx;

/// <summary>The CUDA execution provider, a library of its own that is registered with the environment once.</summary>
/// <remarks>
/// By registration rather than by the binding's older calls: the engine's own library is a CPU build, which answers
/// those with "not enabled in this build".
/// </remarks>
internal static class CudaProvider
{
    private const string FileName = "libonnxruntime_providers_cuda.so";
    private const string EngineName = "CUDAExecutionProvider";

    private static readonly Lock Gate = new();
    private static bool _registered;

    /// <summary>Where its library lies, or would; the engine's own library must have been loaded.</summary>
    public static string Library => Path.Combine(Path.GetDirectoryName(OrtLibrary.LoadedPath)!, FileName);

    /// <summary>Prefers one GPU for a session.</summary>
    /// <exception cref="PolicyLoadException">The library, something that it needs, or the GPU is missing.</exception>
    public static void AddTo(SessionOptions options, OrtEnv environment, int device)
    {
        try
        {
            Register(environment);
            OrtEpDevice[] devices =
                [.. environment.GetEpDevices().Where(found => found.EpName == EngineName)];
            if (device >= devices.Length)
                throw new PolicyLoadException($"the device is cuda:{device}, but CUDA shows {devices.Length} GPUs");
            options.AppendExecutionProvider(environment, [devices[device]], null);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new PolicyLoadException(
                $"the CUDA execution provider cannot be used: {failure.Message}. It needs an NVIDIA driver,"
                + " and the libraries of CUDA 13 and cuDNN 9 on the loader's path", failure);
        }
    }

    private static void Register(OrtEnv environment)
    {
        lock (Gate)
        {
            if (_registered)
                return;
            if (!File.Exists(Library))
            {
                throw new PolicyLoadException(
                    $"the CUDA execution provider is not built in: {Library} is not there."
                    + " dotnet build plugins/Onnx -c Release -p:OnnxRuntimeProviders=cuda13");
            }
            environment.RegisterExecutionProviderLibrary("PolicyGate.Cuda", Library);
            _registered = true;
        }
    }
}
