using System.Runtime.InteropServices;
using PolicyGate.TensorRT.Cuda;

namespace PolicyGate.TensorRT.NvInfer;

/// <summary>
/// A runtime, an engine or a context; what it was made from stays until it is deleted, in whatever order.
/// </summary>
internal sealed class InferObject : SafeHandle
{
    private readonly InferLibrary _library;
    private readonly CudaContext _device;
    private readonly SafeHandle _parent;

    /// <param name="library">Deletes it.</param>
    /// <param name="device">Current when it is deleted.</param>
    /// <param name="parent">What it was made from; of a runtime the device.</param>
    /// <param name="value">TensorRT's own.</param>
    public InferObject(InferLibrary library, CudaContext device, SafeHandle parent, nint value)
        : base(0, ownsHandle: true)
    {
        (_library, _device, _parent) = (library, device, parent);
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
            if (_library.IsTrusted)
                _library.Calls.Delete(handle);
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
