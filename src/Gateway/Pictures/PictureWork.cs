using PolicyGate.Gateway.Threading;

namespace PolicyGate.Gateway.Pictures;

/// <summary>Work in parts that several threads can do at once; begun anew as often as wanted.</summary>
internal abstract class PictureWork
{
    private readonly object _gate = new();
    private int _helpers;
    private int _parts;
    private int _next;
    private long _busy;

    /// <summary>Whether there are parts that nobody has taken.</summary>
    public bool HasMore => Volatile.Read(ref _next) < _parts;

    /// <summary>Time that it has taken of all threads together, in ticks of <see cref="TimeProvider"/>.</summary>
    public long Busy => Interlocked.Read(ref _busy);

    /// <summary>Does parts until none is left.</summary>
    public void Help(TimeProvider time)
    {
        long begun = time.GetTimestamp();
        while (Interlocked.Increment(ref _next) - 1 is int part && part < _parts)
        {
            if (part == _parts - 1)
                BeginLast();
            Do(part);
        }
        Interlocked.Add(ref _busy, time.GetTimestamp() - begun);
    }

    /// <summary>One more thread takes part.</summary>
    public void Join()
    {
        lock (_gate)
            _helpers++;
    }

    /// <summary>A thread that joined takes no part any more.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (--_helpers == 0)
                Monitor.Pulse(_gate);
        }
    }

    /// <summary>Returns when all that joined have left; from then on it can be laid out anew.</summary>
    public void WaitForHelpers(TimeProvider time)
    {
        // They are at their last parts.
        ShortWait.For(this, static work => Volatile.Read(ref work._helpers) == 0, time);
        lock (_gate)
        {
            while (_helpers > 0)
                Monitor.Wait(_gate);
        }
    }

    /// <summary>Lays out so many parts.</summary>
    protected void Lay(int parts)
    {
        _parts = parts;
        _busy = 0;
        Volatile.Write(ref _next, 0);
    }

    /// <summary>The last part was taken: soon all will be done.</summary>
    protected virtual void BeginLast()
    {
    }

    /// <summary>Does one part. Does not throw.</summary>
    protected abstract void Do(int part);
}
