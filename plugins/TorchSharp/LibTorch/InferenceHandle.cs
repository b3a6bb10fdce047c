using System.Runtime.InteropServices;

namespace PolicyGate.TorchSharp.LibTorch;

/// <summary><c>pgt_inference</c>.</summary>
internal sealed class InferenceHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.FreeInference(handle);
        return true;
    }
}
