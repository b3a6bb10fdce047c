using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using PolicyGate.Abstractions;

namespace PolicyGate.Onnx;

/// <summary>The CUDA execution provider, a library of its own that is registered with the environment once.</summary>
/// <remarks>
/// A CPU build of the engine answers the binding's older call with "not enabled in this build"; to registration it
/// listens. In a GPU build the older call is the surer one, as it asks CUDA itself which GPUs there are, and the
/// library is registered all the same: <see cref="OrtNative.Copy"/> reaches the GPU through it.
/// </remarks>
internal static class CudaProvider
{
    private const string FileName = "libonnxruntime_providers_cuda.so";

    private static readonly string EngineName = ProviderChoice.EngineNameOf(ProviderKind.Cuda);
    private static readonly Lock Gate = new();
    private static bool _registered;

    /// <summary>Where its library lies, or would; the engine's own library must have been loaded.</summary>
    public static string Library => Path.Combine(Path.GetDirectoryName(OrtLibrary.LoadedPath)!, FileName);

    /// <summary>Prefers one GPU for a session.</summary>
    /// <exception cref="PolicyLoadException">The library, something that it needs, or the GPU is missing.</exception>
    public static void AddTo(
        SessionOptions options, OrtEnv environment, int device, Dictionary<string, string> settings)
    {
        Register(environment);
        try
        {
            if (environment.GetAvailableProviders().Contains(EngineName))
            {
                settings["device_id"] = device.ToString(CultureInfo.InvariantCulture);
                using var provider = new OrtCUDAProviderOptions();
                provider.UpdateOptions(settings);
                options.AppendExecutionProvider_CUDA(provider);
                return;
            }
            OrtEpDevice[] devices =
                [.. environment.GetEpDevices().Where(found => found.EpName == EngineName)];
            if (device >= devices.Length)
            {
                throw new PolicyLoadException($"the device is cuda:{device}, but CUDA shows {devices.Length} GPUs;"
                    + " nvidia-smi lists those that the driver has");
            }
            options.AppendExecutionProvider(environment, [devices[device]], settings);
        }
        catch (OnnxRuntimeException failure)
        {
            throw CannotBeUsed(failure);
        }
    }

    /// <exception cref="PolicyLoadException">The library, or something that it needs, is missing.</exception>
    public static void Register(OrtEnv environment)
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
            try
            {
                environment.RegisterExecutionProviderLibrary("PolicyGate.Cuda", Library);
            }
            catch (OnnxRuntimeException failure)
            {
                throw CannotBeUsed(failure);
            }
            _registered = true;
        }
    }

    private static PolicyLoadException CannotBeUsed(OnnxRuntimeException failure) => new(
        $"the CUDA execution provider cannot be used: {failure.Message}. It needs an NVIDIA driver,"
        + " and the libraries of CUDA 13 and cuDNN 9 on the loader's path", failure);
}
