using System.Runtime.InteropServices;

namespace PolicyGate.TensorRT.Cuda;

/// <summary>Something made in a context, which stays until the last of them is released, in whatever order.</summary>
internal abstract class CudaObject : SafeHandle
{
    protected CudaObject(CudaContext context, nint value) : base(0, ownsHandle: true)
    {
        Context = context;
        bool added = false;
        context.DangerousAddRef(ref added);
        SetHandle(value);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The driver's own; valid until it is disposed.</summary>
    public nint Value => handle;

    public CudaContext Context { get; }

    protected CudaExports Calls => Context.Driver.Calls;

    protected override bool ReleaseHandle()
    {
        try
        {
            using CudaContext.Scope current = Context.Enter();
            return Free(handle) == CudaResult.Success;
        }
        catch (CudaException)
        {
            return false;
        }
        finally
        {
            Context.DangerousRelease();
        }
    }

    protected abstract CudaResult Free(nint value);

    protected void Check(CudaResult result, string doing) => Context.Driver.Check(result, doing);
}
