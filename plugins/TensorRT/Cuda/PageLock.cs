namespace PolicyGate.TensorRT.Cuda;

/// <summary>Locks somebody else's memory where it is, so that the GPU copies from and to it directly.</summary>
internal sealed unsafe class PageLock : CudaObject
{
    /// <summary>Only whole pages: others' data in a locked one would be locked and unlocked with it.</summary>
    public static int PageBytes { get; } = Environment.SystemPageSize;

    private PageLock(CudaContext context, nint value) : base(context, value)
    {
    }

    /// <returns>Null where the driver refuses: containers limit locked memory, some memory cannot be locked.</returns>
    public static PageLock? TryLock(CudaContext context, nint address, nuint bytes, out string? refusal)
    {
        if (address % PageBytes != 0 || bytes % (nuint)PageBytes != 0)
        {
            refusal = "it does not begin or end with a page";
            return null;
        }
        CudaResult result = context.Driver.Calls.HostRegister(address, bytes, 0);
        refusal = result == CudaResult.Success ? null : context.Driver.Describe(result);
        return refusal is null ? new PageLock(context, address) : null;
    }

    protected override CudaResult Free(nint value) => Calls.HostUnregister(value);
}
