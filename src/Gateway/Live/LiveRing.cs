using PolicyGate.Gateway.Chunks;

namespace PolicyGate.Gateway.Live;

/// <summary>One robot's last ticks: written by its thread, copied out by any other, neither waits.</summary>
/// <remarks>
/// Each slot is a seqlock (Lameter, Effective Synchronization on Linux/NUMA Systems, 2005): its stamp is odd while it
/// is written, and says afterwards whose it is. Whoever finds another stamp after copying than before has copied a tick
/// that was being overwritten, which is one that has left the ring: there is nothing to try again.
/// </remarks>
internal sealed class LiveRing
{
    private readonly LiveTick[] _ticks;
    private readonly long[] _stamps;
    private readonly float[] _measured;
    private readonly float[] _sent;
    private long _next;

    /// <param name="ticks">Kept.</param>
    /// <param name="rows">Kept of each chunk.</param>
    /// <param name="joints">Kept of each row.</param>
    public LiveRing(int ticks, int rows, int joints)
    {
        (Rows, Joints) = (rows, joints);
        _ticks = new LiveTick[ticks];
        _stamps = new long[ticks];
        _measured = new float[ticks * joints];
        _sent = new float[(long)ticks * rows * joints];
    }

    /// <summary>Kept of each chunk.</summary>
    public int Rows { get; }

    /// <summary>Kept of each row, and of what is measured.</summary>
    public int Joints { get; }

    /// <summary>Number of the tick that comes next.</summary>
    public long Next => Volatile.Read(ref _next);

    /// <summary>Number of the first tick that may still be there.</summary>
    public long Oldest => Math.Max(0, Next - _ticks.Length);

    /// <summary>By the robot's thread: the next tick.</summary>
    /// <param name="tick">Its number is given here.</param>
    /// <param name="measured">Cut to <see cref="Joints"/>.</param>
    /// <param name="chunk">Cut to <see cref="Rows"/> and <see cref="Joints"/>; null for a skip.</param>
    public void Write(ref LiveTick tick, ReadOnlySpan<float> measured, ActionChunk? chunk)
    {
        long number = _next;
        int slot = (int)(number % _ticks.Length);
        tick.Number = number;
        tick.Measured = Math.Min(measured.Length, Joints);
        tick.KeptRows = Math.Min(chunk?.Rows ?? 0, Rows);
        (tick.SentRows, tick.IntervalNanoseconds) = (chunk?.Rows ?? 0, chunk?.IntervalNanoseconds ?? 0);
        Volatile.Write(ref _stamps[slot], (2 * number) + 1);
        Interlocked.MemoryBarrier();
        _ticks[slot] = tick;
        measured[..tick.Measured].CopyTo(_measured.AsSpan(slot * Joints));
        for (int row = 0; row < tick.KeptRows; row++)
            Copy(chunk!.Row(row), _sent.AsSpan(((slot * Rows) + row) * Joints, Joints));
        Volatile.Write(ref _stamps[slot], (2 * number) + 2);
        Volatile.Write(ref _next, number + 1);
    }

    /// <summary>By any thread: copies a tick out.</summary>
    /// <param name="number">Which.</param>
    /// <param name="tick">Receives it.</param>
    /// <param name="measured">Receives <see cref="Joints"/> values; or empty, and they are left.</param>
    /// <param name="sent"><see cref="Rows"/> × <see cref="Joints"/> values; or empty, and they are left.</param>
    /// <returns>False where it is not there any more.</returns>
    public bool TryRead(long number, out LiveTick tick, Span<float> measured = default, Span<float> sent = default)
    {
        int slot = (int)(number % _ticks.Length);
        long stamp = Volatile.Read(ref _stamps[slot]);
        tick = _ticks[slot];
        _measured.AsSpan(slot * Joints, measured.Length).CopyTo(measured);
        _sent.AsSpan(slot * Rows * Joints, sent.Length).CopyTo(sent);
        Interlocked.MemoryBarrier();
        return stamp == (2 * number) + 2 && Volatile.Read(ref _stamps[slot]) == stamp;
    }

    private static void Copy(ReadOnlySpan<float> row, Span<float> into)
    {
        row[..Math.Min(row.Length, into.Length)].CopyTo(into);
        // A narrower row than the ring's: what an earlier one left there is not its own.
        if (row.Length < into.Length)
            into[row.Length..].Clear();
    }
}
