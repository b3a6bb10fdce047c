using System.Runtime.InteropServices;

namespace PolicyGate.TorchSharp.LibTorch;

/// <summary><c>pgt_text</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeText
{
    public byte* Data;
    public int Capacity;
}
