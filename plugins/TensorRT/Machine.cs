using PolicyGate.Abstractions;
using PolicyGate.TensorRT.Cuda;
using PolicyGate.TensorRT.NvInfer;

namespace PolicyGate.TensorRT;

/// <summary>What of the driver, TensorRT and GPUs is here and what is missing.</summary>
/// <remarks>
/// Nothing missing is an error: the plugin comes with the gateway, also to machines without a GPU, where a policy for
/// this backend is refused when it is loaded.
/// </remarks>
internal static class Machine
{
    public static IReadOnlyList<Finding> Diagnose()
    {
        List<Finding> findings = [];
        try
        {
            CudaDriver driver = CudaDriver.Load(TensorRTOptions.DefaultCudaLibrary);
            findings.Add(new Finding(FindingLevel.Ok, "CUDA driver", $"{driver.Library}, CUDA {driver.Version}"));
            AddDevices(driver, findings);
        }
        catch (PolicyLoadException failure)
        {
            findings.Add(new Finding(FindingLevel.Warning, "CUDA driver", failure.Message));
        }
        try
        {
            InferLibrary library = InferLibrary.Load(TensorRTOptions.DefaultNvInferLibrary);
            findings.Add(library.IsNewerThanMeasured
                ? new Finding(FindingLevel.Warning, "TensorRT", $"{library}; supported are {InferLibrary.Supported}")
                : new Finding(FindingLevel.Ok, "TensorRT", library.ToString()));
        }
        catch (PolicyLoadException failure)
        {
            findings.Add(new Finding(FindingLevel.Warning, "TensorRT", failure.Message));
        }
        return findings;
    }

    private static void AddDevices(CudaDriver driver, List<Finding> findings)
    {
        try
        {
            int count = driver.DeviceCount;
            for (int i = 0; i < count; i++)
                findings.Add(new Finding(FindingLevel.Ok, "GPU", driver.Device(i).ToString()));
            if (count == 0)
                findings.Add(new Finding(FindingLevel.Warning, "GPU", "none; nvidia-smi says more"));
        }
        catch (CudaException failure)
        {
            findings.Add(new Finding(FindingLevel.Warning, "GPU", $"{failure.Message}; nvidia-smi says more"));
        }
    }
}
