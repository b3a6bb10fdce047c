namespace PolicyGate.TensorRT.Cuda;

/// <summary>Page-locked memory of the driver's own.</summary>
internal sealed unsafe class PinnedMemory : CudaObject
{
    private PinnedMemory(CudaContext context, nint value) : base(context, value)
    {
    }

    public static PinnedMemory Allocate(CudaContext context, nuint bytes)
    {
        nint value;
        context.Driver.Check(
            context.Driver.Calls.HostAllocate(&value, bytes), $"allocating {bytes} page-locked bytes");
        return new PinnedMemory(context, value);
    }

    protected override CudaResult Free(nint value) => Calls.HostFree(value);
}
