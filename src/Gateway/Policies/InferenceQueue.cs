using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Threading;

namespace PolicyGate.Gateway.Policies;

/// <summary>Hands a policy's few slots to many robots, and filled slots to its owner threads.</summary>
/// <remarks>
/// <para>Slots are handed out by <see cref="InferenceTicket.Turn"/>, run by <see cref="InferenceTicket.Came"/>, each
/// the earliest first. Tickets change under the queue's lock; locks nest ticket inside queue, never the other way
/// round.</para>
/// <para>While every owner thread is in a run past its deadline the policy is stuck: nobody can say when it comes back,
/// so those in line are sent away, and whoever comes is refused at once, until a run returns.</para>
/// </remarks>
internal sealed class InferenceQueue
{
    private readonly string _policy;

    // The monitor of both lines; only owner threads wait on it.
    private readonly object _gate = new();
    private readonly Stack<InferenceSlot> _free;
    private readonly TicketLine _waiting = new(static ticket => ticket.Turn);
    private readonly TicketLine _filled = new(static ticket => ticket.Came);
    private readonly TimeProvider _time;
    private readonly TicketClock _clock;
    private readonly int _slots;
    private readonly int _owners;
    private readonly TimeSpan _limit;
    private volatile int _ready;
    private volatile int _late;
    private volatile bool _stopping;

    /// <param name="policy">Its name, for messages.</param>
    /// <param name="slots">What is handed out.</param>
    /// <param name="owners">How many threads <see cref="Take"/>; 0 where robots run their slots themselves.</param>
    /// <param name="limit">How long a robot may stand in either line.</param>
    /// <param name="time">The clock.</param>
    public InferenceQueue(
        string policy, IEnumerable<InferenceSlot> slots, int owners, TimeSpan limit, TimeProvider time)
    {
        _free = new Stack<InferenceSlot>(slots);
        (_policy, _slots, _owners, _limit, _time) = (policy, _free.Count, owners, limit, time);
        _clock = new TicketClock(time);
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

    /// <summary>Whether somebody waits, for a slot or for a run.</summary>
    public bool HasLine
    {
        get
        {
            lock (_gate)
                return _waiting.Count > 0 || _filled.Count > 0;
        }
    }

    /// <summary>Why nobody is served for the time being; null while the policy is not stuck.</summary>
    public GatewayError? Stuck => IsStuck ? SentAway() : null;

    private bool IsStuck => _owners > 0 && _late >= _owners;

    /// <summary>Waits for a slot.</summary>
    /// <returns>Null when the ticket holds one.</returns>
    public GatewayError? Rent(InferenceTicket ticket)
    {
        long due;
        lock (_gate)
        {
            if (_stopping)
                return new GatewayError(ErrorCode.Unavailable, "the gateway is stopping");
            if ((Stuck ?? Yield(ticket, alone: _slots)) is { } away)
                return away;
            if (_free.TryPop(out InferenceSlot? slot))
            {
                (ticket.Slot, ticket.State) = (slot, TicketState.Granted);
                return null;
            }
            due = _clock.After(_limit);
            ticket.State = TicketState.Waiting;
            _waiting.Add(ticket);
        }
        _clock.WaitForSlot(ticket, due);
        if (ticket.State is TicketState.Granted)
            return null;
        lock (_gate)
        {
            if (ticket.State is TicketState.Granted)
                return null;
            if (!_waiting.Remove(ticket))
                return SentAway();
            ticket.State = TicketState.Idle;
        }
        return Overloaded();
    }

    /// <summary>Has the filled slot run and waits for it.</summary>
    /// <param name="ticket">With a slot, and with what its run is <see cref="InferenceTicket.Allowed"/>.</param>
    /// <returns>Null when it has returned. If not, the ticket holds no slot, or is late and its slot in quarantine.
    /// </returns>
    public GatewayError? Run(InferenceTicket ticket)
    {
        long due;
        lock (_gate)
        {
            // A robot may have come while its pictures were resized.
            if ((Stuck ?? Yield(ticket, alone: _slots - 1)) is { } away)
            {
                Release(ticket);
                return away;
            }
            due = _clock.After(_limit);
            ticket.State = TicketState.Queued;
            _filled.Add(ticket);
            _ready = _filled.Count;
            Monitor.Pulse(_gate);
        }
        ShortWait.For(
            ticket, static ticket => ticket.State is not (TicketState.Queued or TicketState.Running), _time);
        GatewayError? failed;
        do
            _clock.WaitForRun(ticket, due);
        while (!IsSettled(ticket, due, out failed));
        return failed;
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
                if (_filled.TakeFirst() is { } ticket)
                {
                    _ready = _filled.Count;
                    ticket.Deadline = _clock.After(ticket.Allowed!.Limit);
                    ticket.Slot!.Begin(_clock.After(ticket.Allowed.Told));
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
            _late--;
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

    /// <returns>Whether it is settled what came of the run; false where it began at the last moment.</returns>
    private bool IsSettled(InferenceTicket ticket, long due, out GatewayError? failed)
    {
        failed = null;
        if (ticket.State is TicketState.Done)
            return true;
        lock (_gate)
        {
            switch (ticket.State)
            {
                case TicketState.Idle:
                    failed = SentAway();
                    break;
                case TicketState.Queued when _clock.HasPassed(due):
                    // Never reached an owner thread: nobody writes to its slot, which can go back at once.
                    _filled.Remove(ticket);
                    _ready = _filled.Count;
                    Release(ticket);
                    failed = Overloaded();
                    break;
                case TicketState.Running when _clock.HasPassed(ticket.Deadline):
                    failed = GiveUp(ticket);
                    break;
                default:
                    return ticket.State is TicketState.Done;
            }
        }
        return true;
    }

    /// <summary>The run goes on without its robot, and its slot is nobody's until it returns.</summary>
    private GatewayError GiveUp(InferenceTicket ticket)
    {
        lock (ticket)
            ticket.State = TicketState.Late;
        ticket.Slot!.Abandon();
        _late++;
        if (IsStuck)
            SendAllAway();
        return new GatewayError(
            ErrorCode.DeadlineExceeded, $"policy '{_policy}' did not answer within {ticket.Allowed}");
    }

    private void SendAllAway()
    {
        while (_waiting.TakeFirst() is { } ticket)
            SendAway(ticket);
        while (_filled.TakeFirst() is { } ticket)
        {
            _free.Push(ticket.Slot!);
            SendAway(ticket);
        }
        _ready = 0;
    }

    private static void SendAway(InferenceTicket ticket)
    {
        lock (ticket)
        {
            (ticket.Slot, ticket.State) = (null, TicketState.Idle);
            Monitor.Pulse(ticket);
        }
    }

    private void Release(InferenceTicket ticket)
    {
        InferenceSlot slot = ticket.Slot!;
        lock (ticket)
            (ticket.Slot, ticket.State) = (null, TicketState.Idle);
        if (_waiting.TakeFirst() is not { } next)
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

    /// <param name="ticket">Whose turn it is.</param>
    /// <param name="alone">Slots that are free where no robot is here.</param>
    private GatewayError? Yield(InferenceTicket ticket, int alone)
    {
        ticket.HasYielded = ticket.Yields && _free.Count < alone;
        return ticket.HasYielded ? new GatewayError(ErrorCode.Overloaded, $"'{_policy}' is at work for robots") : null;
    }

    private GatewayError SentAway() => new(ErrorCode.DeadlineExceeded,
        $"policy '{_policy}' is still in a run past its deadline;"
        + " its robots are answered without it until that returns");

    private GatewayError Overloaded() => new(ErrorCode.Overloaded,
        $"no inference became free within {_limit.TotalMilliseconds:0} ms (Limits:QueueTime);"
        + " too many robots share this policy, or it is too slow for them");
}
