namespace PolicyGate.TensorRT.Cuda;

/// <summary>A captured run, launched as one: holds the addresses and shapes of its capture, one at a time.</summary>
internal sealed unsafe class CudaGraph : CudaObject
{
    private CudaGraph(CudaContext context, nint value) : base(context, value)
    {
    }

    /// <summary>Makes it executable and destroys the template.</summary>
    public static CudaGraph Instantiate(CudaContext context, nint template)
    {
        CudaExports calls = context.Driver.Calls;
        nint value;
        CudaResult result = calls.GraphInstantiate(&value, template, 0);
        calls.GraphDestroy(template);
        context.Driver.Check(result, "making the captured graph executable");
        return new CudaGraph(context, value);
    }

    /// <summary>Brings it to the device, so that the first launch is as fast as the others.</summary>
    public void Upload(CudaStream stream) => Check(Calls.GraphUpload(handle, stream.Value), "uploading a CUDA graph");

    public void Launch(CudaStream stream) => Check(Calls.GraphLaunch(handle, stream.Value), "launching a CUDA graph");

    protected override CudaResult Free(nint value) => Calls.GraphExecDestroy(value);
}
