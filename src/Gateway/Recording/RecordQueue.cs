using PolicyGate.Gateway.Observations;

namespace PolicyGate.Gateway.Recording;

/// <summary>
/// Between robots' threads and the recorder's: so many ticks and so many bytes at most. Whoever finds it full goes away
/// at once.
/// </summary>
internal sealed class RecordQueue
{
    // Sizes of a robot's ticks differ by some bytes; memory is given out in steps, so that it fits the next one's too.
    private const int StepsPerDoubling = 4;
    private const int LeastBytes = 4096;

    private readonly object _gate = new();
    private readonly BoundedMemory _memory;
    private readonly long _mostBytes;
    private readonly Stack<TickRecord> _free;
    private readonly Queue<TickRecord> _waiting;
    private long _bytes;
    private bool _stopped;

    public RecordQueue(int ticks, long bytes)
    {
        _mostBytes = bytes;
        _memory = new BoundedMemory(bytes);
        _free = new Stack<TickRecord>(ticks);
        _waiting = new Queue<TickRecord>(ticks);
        for (int i = 0; i < ticks; i++)
            _free.Push(new TickRecord());
    }

    /// <summary>Whether nothing more comes.</summary>
    public bool IsStopped
    {
        get
        {
            lock (_gate)
                return _stopped;
        }
    }

    /// <summary>Ticks.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>A record to fill, to be posted.</summary>
    /// <param name="bytes">That its memory is to hold.</param>
    /// <param name="fileBytes">Of the file that it keeps open.</param>
    /// <returns>Null where there is no room now.</returns>
    public TickRecord? Rent(int bytes, long fileBytes)
    {
        TickRecord? record;
        lock (_gate)
        {
            if (_stopped || _bytes + bytes + fileBytes > _mostBytes || !_free.TryPop(out record))
                return null;
        }
        if (_memory.TryRent(RoundUp(bytes), out byte[] memory))
        {
            record.Memory = memory;
            return record;
        }
        lock (_gate)
            _free.Push(record);
        return null;
    }

    /// <summary>It waits to be written.</summary>
    public void Post(TickRecord record)
    {
        lock (_gate)
        {
            _bytes += record.Bytes;
            _waiting.Enqueue(record);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>For the recorder's thread: the next, without waiting for one.</summary>
    public TickRecord? Take()
    {
        lock (_gate)
            return _waiting.TryDequeue(out TickRecord? record) ? record : null;
    }

    /// <summary>For the recorder's thread: waits for something to do.</summary>
    /// <returns>False when there will be nothing any more.</returns>
    public bool Wait(TimeSpan limit)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 && !_stopped)
                Monitor.Wait(_gate, limit);
            return _waiting.Count > 0 || !_stopped;
        }
    }

    /// <summary>There is something else to do.</summary>
    public void Wake()
    {
        lock (_gate)
            Monitor.Pulse(_gate);
    }

    /// <summary>It was written, or will not be; its file is closed.</summary>
    public void Return(TickRecord record, long bytes)
    {
        _memory.Return(record.Memory);
        (record.Memory, record.File, record.Session, record.Error) = ([], null, null, null);
        lock (_gate)
        {
            _bytes -= bytes;
            _free.Push(record);
        }
    }

    /// <summary>Nothing more is taken in; what waits is still given out.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    private static int RoundUp(int bytes)
    {
        int step = Math.Max(LeastBytes, (int)(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)bytes)
            / (2 * StepsPerDoubling)));
        return (int)Math.Min((((long)bytes + step - 1) / step) * step, Array.MaxLength);
    }
}
