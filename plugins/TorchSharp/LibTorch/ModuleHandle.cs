using System.Runtime.InteropServices;

namespace PolicyGate.TorchSharp.LibTorch;

/// <summary><c>pgt_module</c>.</summary>
internal sealed class ModuleHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.FreeModule(handle);
        return true;
    }
}
