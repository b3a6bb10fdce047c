using System.Numerics;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Workers.Inside;

/// <summary>
/// Gives out an inference's shared pages while that inference is being made, so that the engine is bound to them; and
/// memory of this process at other times.
/// </summary>
internal sealed class RegionAllocator : ITensorAllocator
{
    private readonly NativeTensorAllocator _native = new();
    private readonly Lock _gate = new();
    private SharedRegion? _region;
    private long _next;
    private long _end;

    /// <summary>From here to <see cref="End"/> memory comes from a region's arena.</summary>
    public void Begin(SharedRegion region, RegionLayout layout)
    {
        lock (_gate)
            (_region, _next, _end) = (region, layout.Arena, layout.Arena + layout.ArenaBytes);
    }

    public void End()
    {
        lock (_gate)
            _region = null;
    }

    public TensorMemory Allocate(nuint bytes, int alignment = 64)
    {
        lock (_gate)
        {
            if (_region is null || bytes == 0 || alignment <= 0 || !BitOperations.IsPow2(alignment))
                return _native.Allocate(bytes, alignment);
            // The region begins with a page: what is aligned in it is aligned in memory, up to a page.
            long begin = (_next + alignment - 1) & -(long)alignment;
            if (alignment > Environment.SystemPageSize || (ulong)bytes > (ulong)Math.Max(0, _end - begin))
                return _native.Allocate(bytes, alignment);
            _next = begin + (long)bytes;
            return new RegionTensorMemory(_region, begin, bytes);
        }
    }
}
