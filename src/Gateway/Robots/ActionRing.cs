using System.Runtime.InteropServices;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Robots;

/// <summary>
/// Commands between the control loop and the disk, so many at most. Whoever finds it full goes on at once.
/// </summary>
/// <param name="width">Values of an action.</param>
internal sealed class ActionRing(int width)
{
    // 8 s of a robot at 120 Hz: longer than a disk is busy with other things.
    private const int Capacity = 1024;

    private readonly object _gate = new();
    private readonly RecordedAction[] _slots =
        [.. Enumerable.Range(0, Capacity).Select(_ => new RecordedAction(width))];

    private int _first;
    private int _count;
    private bool _stopped;

    /// <returns>False where there was no room.</returns>
    public bool TryAdd(
        TickInstant now, RecordedSession session, long episode, long timestep, int queued, ReadOnlySpan<float> action,
        ReadOnlySpan<float> command)
    {
        lock (_gate)
        {
            if (_count == Capacity || _stopped)
                return false;
            RecordedAction slot = _slots[(_first + _count) % Capacity];
            (slot.At, slot.Session, slot.Episode) = (now, session, episode);
            (slot.Timestep, slot.Queued) = (timestep, queued);
            MemoryMarshal.AsBytes(action).CopyTo(slot.Action);
            MemoryMarshal.AsBytes(command).CopyTo(slot.Command);
            _count++;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Waits for the next.</summary>
    /// <returns>Null when nothing more comes; to be given back by <see cref="Release"/>.</returns>
    public RecordedAction? Take()
    {
        lock (_gate)
        {
            while (_count == 0 && !_stopped)
                Monitor.Wait(_gate);
            return _count == 0 ? null : _slots[_first];
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            _first = (_first + 1) % Capacity;
            _count--;
        }
    }

    /// <summary>What waits is still given out.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }
}
