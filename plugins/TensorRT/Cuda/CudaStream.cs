namespace PolicyGate.TensorRT.Cuda;

/// <summary>A stream that does not wait for the default stream.</summary>
internal sealed unsafe class CudaStream : CudaObject
{
    private const uint NonBlocking = 1;

    /// <summary>Other threads may go on as they like meanwhile.</summary>
    private const int ThreadLocal = 1;

    private CudaStream(CudaContext context, nint value) : base(context, value)
    {
    }

    /// <summary>The context must be current, here and below.</summary>
    public static CudaStream Create(CudaContext context)
    {
        nint value;
        context.Driver.Check(context.Driver.Calls.StreamCreate(&value, NonBlocking), "making a CUDA stream");
        return new CudaStream(context, value);
    }

    public void Synchronize() => Check(Calls.StreamSynchronize(handle), "waiting for the GPU");

    public void BeginCapture() => Check(Calls.StreamBeginCapture(handle, ThreadLocal), "beginning a capture");

    /// <summary>Ends a capture, also one that failed.</summary>
    /// <returns>The graph; null where it was not wanted or the capture had been invalidated.</returns>
    public CudaGraph? EndCapture(bool wanted)
    {
        nint template;
        CudaResult ended = Calls.StreamEndCapture(handle, &template);
        if (!wanted)
        {
            if (ended == CudaResult.Success && template != 0)
                Calls.GraphDestroy(template);
            return null;
        }
        Check(ended, "ending a capture");
        return CudaGraph.Instantiate(Context, template);
    }

    protected override CudaResult Free(nint value) => Calls.StreamDestroy(value);
}
