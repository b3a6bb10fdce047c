using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Observations;

/// <summary>
/// Memory for pictures that cannot be read where they lie, compressed ones, shared by all robots of a gateway. A robot
/// has it for one tick, so that none can keep it from the others; what is given back is kept for the next.
/// </summary>
internal sealed class PictureMemory(long limitBytes)
{
    private readonly Lock _gate = new();
    private readonly List<byte[]> _free = new(capacity: 64);
    private long _bytes;

    /// <param name="bytes">Of one picture.</param>
    /// <param name="memory">At least as long; to be given back.</param>
    /// <returns>Why there is none for this picture now; null where there is.</returns>
    public GatewayError? Rent(int bytes, out byte[] memory)
    {
        lock (_gate)
        {
            if (TakeFree(bytes) is { } free)
            {
                memory = free;
                return null;
            }
            while (_bytes + bytes > limitBytes && _free.Count > 0)
                Drop(_free.Count - 1);
            if (_bytes + bytes <= limitBytes)
            {
                memory = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
                _bytes += memory.Length;
                return null;
            }
        }
        memory = [];
        return new GatewayError(ErrorCode.Overloaded,
            $"a compressed picture of {bytes} bytes has no room: all robots' together have at most {limitBytes}"
            + " (Limits:PictureBytes); send them uncompressed, and they are read where they lie");
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
