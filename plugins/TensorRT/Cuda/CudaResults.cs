namespace PolicyGate.TensorRT.Cuda;

/// <summary>What the driver's answers mean to a policy.</summary>
internal static class CudaResults
{
    /// <summary>
    /// Whether every later call fails too: the device or the context is gone, or a kernel has broken the context. Only
    /// a new process brings it back.
    /// </summary>
    public static bool MeansDeviceLost(this CudaResult result) => result
        is CudaResult.Deinitialized or CudaResult.NoDevice or CudaResult.InvalidDevice or CudaResult.InvalidContext
        or CudaResult.EccUncorrectable or CudaResult.IllegalAddress or CudaResult.LaunchTimeout
        or CudaResult.ContextIsDestroyed or CudaResult.Assert
        or (>= CudaResult.HardwareStackError and <= CudaResult.LaunchFailed) or CudaResult.Unknown;
}
