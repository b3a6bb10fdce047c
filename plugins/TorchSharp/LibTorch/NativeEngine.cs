using System.Runtime.InteropServices;

namespace PolicyGate.TorchSharp.LibTorch;

/// <summary><c>pgt_engine</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeEngine
{
    public int Threads;
    public int InterThreads;
    public int CudaDevices;
    public int BuiltWithCuda;
}
