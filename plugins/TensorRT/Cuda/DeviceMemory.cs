namespace PolicyGate.TensorRT.Cuda;

/// <summary>Memory of the GPU.</summary>
internal sealed unsafe class DeviceMemory : CudaObject
{
    private DeviceMemory(CudaContext context, nint value) : base(context, value)
    {
    }

    public static DeviceMemory Allocate(CudaContext context, nuint bytes)
    {
        nint value;
        context.Driver.Check(
            context.Driver.Calls.MemoryAllocate(&value, bytes), $"allocating {bytes} bytes on the GPU");
        return new DeviceMemory(context, value);
    }

    protected override CudaResult Free(nint value) => Calls.MemoryFree(value);
}
