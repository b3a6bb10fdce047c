using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Policies;

/// <summary>Zeroed memory of the C library, given back when it is disposed or, at the latest, finalised.</summary>
internal sealed unsafe class NativeTensorMemory(nuint bytes, nuint alignment)
    : TensorMemory(Zeroed(bytes, alignment), bytes)
{
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }

    private static nint Zeroed(nuint bytes, nuint alignment)
    {
        void* address = NativeMemory.AlignedAlloc(bytes, alignment);
        NativeMemory.Clear(address, bytes);
        return (nint)address;
    }
}
