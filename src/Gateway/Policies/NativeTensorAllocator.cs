using System.Numerics;
using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Policies;

/// <summary>
/// Tensors in this process, outside the managed heap: nothing moves them and no collection walks them.
/// </summary>
internal sealed class NativeTensorAllocator : ITensorAllocator
{
    public TensorMemory Allocate(nuint bytes, int alignment = 64)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bytes);
        if (alignment <= 0 || !BitOperations.IsPow2(alignment))
            throw new ArgumentOutOfRangeException(nameof(alignment), alignment, "must be a power of two");
        return new NativeTensorMemory(bytes, (nuint)alignment);
    }
}
