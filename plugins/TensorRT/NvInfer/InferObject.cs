using System.Runtime.InteropServices;
using PolicyGate.TensorRT.Cuda;

namespace PolicyGate.TensorRT.NvInfer;

/// <summary>A runtime, an engine or a context; what it was made from stays until it is deleted, in whatever order.</summary>
internal sealed class InferObject : SafeHandle
{
    private readonly IInferCalls _calls;
    private readonly CudaContext _device;
    private readonly SafeHandle _parent;

    /// <param name="calls">Deletes it.</param>
    /// <param name="device">Current when it is deleted.</param>
    /// <param name="parent">What it was made from; of a runtime the device.</param>
    /// <param name="value">TensorRT's own.</param>
    public InferObject(IInferCalls calls, CudaContext device, SafeHandle parent, nint value)
        : base(0, ownsHandle: true)
    {
        (_calls, _device, _parent) = (calls, device, parent);
        bool added = false;
        parent.DangerousAddRef(ref added);
        SetHandle(value);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>TensorRT's own; valid until it is disposed.</summary>
    public nint Value => handle;

    protected override bool ReleaseHandle()
    {
        try
        {
            using CudaContext.Scope current = _device.Enter();
            _calls.Delete(handle);
            return true;
        }
        catch (CudaException)
        {
            return false;
        }
        finally
        {
            _parent.DangerousRelease();
        }
    }
}
