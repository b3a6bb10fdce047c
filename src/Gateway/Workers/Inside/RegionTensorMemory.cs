using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Workers.Inside;

/// <summary>A piece of shared pages; they stay mapped for as long as one of them is held.</summary>
internal sealed unsafe class RegionTensorMemory : TensorMemory
{
    private readonly SharedRegion _region;

    public RegionTensorMemory(SharedRegion region, long offset, nuint bytes)
        : base((nint)(region.Address + offset), bytes)
    {
        _region = region;
        bool held = false;
        region.DangerousAddRef(ref held);
    }

    protected override bool ReleaseHandle()
    {
        _region.DangerousRelease();
        return true;
    }
}
