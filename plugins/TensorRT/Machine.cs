using PolicyGate.Abstractions;
using PolicyGate.TensorRT.Cuda;
using PolicyGate.TensorRT.NvInfer;

namespace PolicyGate.TensorRT;

/// <summary>What of the driver, TensorRT and GPUs is here and what is missing.</summary>
internal static class Machine
{
    public static IReadOnlyList<Finding> Diagnose(string cudaLibrary, string? nvInferLibrary)
    {
        List<Finding> findings = [];
        try
        {
            CudaDriver driver = CudaDriver.Load(cudaLibrary);
            findings.Add(new Finding(FindingLevel.Ok, "CUDA driver", $"{driver.Library}, CUDA {driver.Version}"));
            AddDevices(driver, findings);
        }
        catch (PolicyLoadException failure)
        {
            findings.Add(new Finding(FindingLevel.Error, "CUDA driver", failure.Message));
        }
        try
        {
            InferLibrary library = InferLibrary.Load(nvInferLibrary);
            findings.Add(library.IsNewerThanMeasured
                ? new Finding(FindingLevel.Warning, "TensorRT", $"{library}, newer than measured: {InferLibrary.Supported}")
                : new Finding(FindingLevel.Ok, "TensorRT", library.ToString()));
        }
        catch (PolicyLoadException failure)
        {
            findings.Add(new Finding(FindingLevel.Error, "TensorRT", failure.Message));
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
                findings.Add(new Finding(FindingLevel.Error, "GPU", "none; nvidia-smi says more"));
        }
        catch (CudaException failure)
        {
            findings.Add(new Finding(FindingLevel.Error, "GPU", $"{failure.Message}; nvidia-smi says more"));
        }
    }
}
