using System.Runtime.InteropServices;

namespace PolicyGate.TorchSharp.LibTorch;

/// <summary><c>pgt_tensor</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTensor
{
    public nint Data;
    public long* Sizes;
    public int Rank;
    public int Type;
}
