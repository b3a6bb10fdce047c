using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Threading;

namespace PolicyGate.Gateway.Policies;

/// <summary>Hands a policy's few slots to many robots, and filled slots to its owner threads.</summary>
/// <remarks>
/// Slots are handed out by <see cref="InferenceTicket.Turn"/>, run by deadline, each the earliest first. The lines are
/// short (a robot is in at most one of them, once), so a scan is cheaper than a heap and allocates nothing. Locks nest
/// ticket inside queue, never the other way round.
/// </remarks>
internal sealed class InferenceQueue
{
    private static readonly Func<InferenceTicket, long> ByTurn = ticket => ticket.Turn;
    private static readonly Func<InferenceTicket, long> ByDeadline = ticket => ticket.Deadline;

    // The monitor of both lines; only owner threads wait on it.
    private readonly object _gate = new();
    private readonly Stack<InferenceSlot> _free;
    private readonly List<InferenceTicket> _waiting = new(capacity: 256);
    private readonly List<InferenceTicket> _filled = new(capacity: 256);
    private readonly TimeProvider _time;
    private readonly int _slots;
    private volatile int _ready;
    private volatile bool _stopping;

    public InferenceQueue(IEnumerable<InferenceSlot> slots, TimeProvider time)
    {
        _free = new Stack<InferenceSlot>(slots);
        _slots = _free.Count;
        _time = time;
    }

    /// <summary>Whether nobody holds a slot. After <see cref="Stop"/> that stays so once it is.</summary>
    public bool HasAllSlots
    {
        get
        {
            lock (_gate)
                return _free.Count == _slots;
        }
    }

    /// <summary>Waits for a slot.</summary>
    /// <returns>Null when the ticket holds one.</returns>
    public GatewayError? Rent(InferenceTicket ticket, TimeSpan limit)
    {
        lock (_gate)
        {
            if (_stopping)
                return new GatewayError(ErrorCode.Unavailable, "the gateway is stopping");
            if (_free.TryPop(out InferenceSlot? slot))
            {
                (ticket.Slot, ticket.State) = (slot, TicketState.Granted);
                return null;
            }
            ticket.State = TicketState.Waiting;
            _waiting.Add(ticket);
        }
        if (WaitWhile(ticket, TicketState.Waiting, TicketState.Waiting, limit))
            return null;
        lock (_gate)
        {
            if (ticket.State is TicketState.Granted)
                return null;
            _waiting.Remove(ticket);
            ticket.State = TicketState.Idle;
        }
        return new GatewayError(ErrorCode.Overloaded,
            $"no inference became free within {limit.TotalMilliseconds:0} ms (Limits:QueueTime);"
            + " too many robots share this policy, or it is too slow for them");
    }

    /// <summary>Has the filled slot run and waits for it.</summary>
    /// <returns>Whether it has returned; if not, the ticket is late and its slot is in quarantine.</returns>
    public bool Run(InferenceTicket ticket, TimeSpan limit)
    {
        lock (_gate)
        {
            ticket.State = TicketState.Queued;
            _filled.Add(ticket);
            _ready = _filled.Count;
            Monitor.Pulse(_gate);
        }
        ShortWait.For(
            ticket, static ticket => ticket.State is not (TicketState.Queued or TicketState.Running), _time);
        if (WaitWhile(ticket, TicketState.Queued, TicketState.Running, limit))
            return true;
        lock (_gate)
        {
            if (_filled.Remove(ticket))
            {
                _ready = _filled.Count;
                // Never reached an owner thread: nobody writes to it, and it can go back at once.
                Release(ticket);
                return false;
            }
            lock (ticket)
            {
                if (ticket.State is TicketState.Done)
                    return true;
                ticket.State = TicketState.Late;
                ticket.Slot!.Abandon();
                return false;
            }
        }
    }

    /// <summary>Gives the slot to the robot in line whose turn is the earliest, or back to the pool.</summary>
    public void Return(InferenceTicket ticket)
    {
        lock (_gate)
            Release(ticket);
    }

    /// <summary>A slot is about to be filled: an owner thread that sleeps is woken now, and not when it is.</summary>
    public void Announce()
    {
        lock (_gate)
            Monitor.Pulse(_gate);
    }

    /// <summary>For owner threads: the next filled slot, or null when the queue was stopped.</summary>
    public InferenceTicket? Take()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_stopping)
                    return null;
                if (TakeFirst(_filled, ByDeadline) is { } ticket)
                {
                    _ready = _filled.Count;
                    lock (ticket)
                        ticket.State = TicketState.Running;
                    return ticket;
                }
                Monitor.Wait(_gate);
            }
            // Announced, mostly: what is announced comes within a band's time.
            ShortWait.For(this, static queue => queue._ready > 0 || queue._stopping, _time);
        }
    }

    /// <summary>For owner threads: the run has returned.</summary>
    public void Complete(InferenceTicket ticket)
    {
        lock (_gate)
        {
            lock (ticket)
            {
                if (ticket.State is not TicketState.Late)
                {
                    ticket.State = TicketState.Done;
                    Monitor.Pulse(ticket);
                    return;
                }
            }
            Release(ticket);
        }
    }

    /// <summary>Lets owner threads end; no slot is handed out from now on but to robots in line already.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Release(InferenceTicket ticket)
    {
        InferenceSlot slot = ticket.Slot!;
        lock (ticket)
            (ticket.Slot, ticket.State) = (null, TicketState.Idle);
        if (TakeFirst(_waiting, ByTurn) is not { } next)
        {
            _free.Push(slot);
            return;
        }
        lock (next)
        {
            (next.Slot, next.State) = (slot, TicketState.Granted);
            Monitor.Pulse(next);
        }
    }

    private static InferenceTicket? TakeFirst(List<InferenceTicket> line, Func<InferenceTicket, long> order)
    {
        if (line.Count == 0)
            return null;
        int first = 0;
        for (int i = 1; i < line.Count; i++)
        {
            if (order(line[i]) < order(line[first]))
                first = i;
        }
        InferenceTicket ticket = line[first];
        line.RemoveAt(first);
        return ticket;
    }

    /// <returns>Whether the ticket left both states within the limit.</returns>
    private bool WaitWhile(InferenceTicket ticket, TicketState first, TicketState second, TimeSpan limit)
    {
        long begun = _time.GetTimestamp();
        lock (ticket)
        {
            while (ticket.State == first || ticket.State == second)
            {
                TimeSpan left = limit - _time.GetElapsedTime(begun);
                if (left <= TimeSpan.Zero || !Monitor.Wait(ticket, left))
                    return ticket.State != first && ticket.State != second;
            }
            return true;
        }
    }
}
