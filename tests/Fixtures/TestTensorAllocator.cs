using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Fixtures;

/// <summary>The host's allocator as the contract has it, which counts what was not given back.</summary>
internal sealed class TestTensorAllocator : ITensorAllocator
{
    private int _live;

    public int Live => Volatile.Read(ref _live);

    public unsafe TensorMemory Allocate(nuint bytes, int alignment = 64)
    {
        void* address = NativeMemory.AlignedAlloc(bytes, (nuint)alignment);
        NativeMemory.Clear(address, bytes);
        Interlocked.Increment(ref _live);
        return new Memory((nint)address, bytes, this);
    }

    private sealed class Memory(nint address, nuint bytes, TestTensorAllocator owner) : TensorMemory(address, bytes)
    {
        protected override unsafe bool ReleaseHandle()
        {
            NativeMemory.AlignedFree((void*)handle);
            Interlocked.Decrement(ref owner._live);
            return true;
        }
    }
}
