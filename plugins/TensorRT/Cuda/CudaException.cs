namespace PolicyGate.TensorRT.Cuda;

/// <summary>
/// A call of the driver failed. Never leaves the plugin: loads and runs make their own answers of it.
/// </summary>
#pragma warning disable CA1032 // Only ever made from a result.
internal sealed class CudaException(CudaResult result, string message) : Exception(message)
#pragma warning restore CA1032
{
    public CudaResult Result { get; } = result;
}
