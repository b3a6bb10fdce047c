namespace PolicyGate.TensorRT.Cuda;

/// <summary>A GPU.</summary>
/// <param name="Number">As in <c>cuda:1</c>.</param>
/// <param name="Handle">The driver's <c>CUdevice</c>.</param>
/// <param name="Name">As the driver calls it.</param>
/// <param name="ComputeCapability">As 8.9.</param>
/// <param name="Memory">In bytes.</param>
internal sealed record CudaDevice(int Number, int Handle, string Name, Version ComputeCapability, nuint Memory)
{
    public override string ToString() =>
        $"cuda:{Number} {Name}, compute capability {ComputeCapability}, {Memory >> 20} MiB";
}
