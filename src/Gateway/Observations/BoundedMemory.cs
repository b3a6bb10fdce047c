namespace PolicyGate.Gateway.Observations;

/// <summary>
/// Large arrays that all robots of a gateway share, bounded together. What is given back is kept for the next.
/// </summary>
internal sealed class BoundedMemory(long limitBytes)
{
    private readonly Lock _gate = new();
    private readonly List<byte[]> _free = new(capacity: 64);
    private long _bytes;

    /// <param name="bytes">As many as are needed.</param>
    /// <param name="memory">At least as long, pinned; to be given back.</param>
    /// <returns>False where there is no room for so many now.</returns>
    public bool TryRent(int bytes, out byte[] memory)
    {
        lock (_gate)
        {
            if (TakeFree(bytes) is { } free)
            {
                memory = free;
                return true;
            }
            while (_bytes + bytes > limitBytes && _free.Count > 0)
                Drop(_free.Count - 1);
            if (_bytes + bytes <= limitBytes)
            {
                memory = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
                _bytes += memory.Length;
                return true;
            }
        }
        memory = [];
        return false;
    }

    public void Return(byte[] memory)
    {
        lock (_gate)
            _free.Add(memory);
    }

    /// <summary>The smallest that is large enough, unless most of it would lie idle.</summary>
    private byte[]? TakeFree(int bytes)
    {
        int best = -1;
        for (int i = 0; i < _free.Count; i++)
        {
            int length = _free[i].Length;
            if (length >= bytes && length / 2 <= bytes && (best < 0 || length < _free[best].Length))
                best = i;
        }
        if (best < 0)
            return null;
        byte[] memory = _free[best];
        _free.RemoveAt(best);
        return memory;
    }

    private void Drop(int index)
    {
        _bytes -= _free[index].Length;
        _free.RemoveAt(index);
    }
}
