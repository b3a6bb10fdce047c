namespace PolicyGate.Gateway.Policies;

/// <summary>How a robot waits on its ticket, by the gateway's clock.</summary>
internal sealed class TicketClock(TimeProvider time)
{
    public long After(TimeSpan interval) =>
        time.GetTimestamp() + (long)(interval.TotalSeconds * time.TimestampFrequency);

    public bool HasPassed(long timestamp) => time.GetTimestamp() >= timestamp;

    /// <summary>Waits until the ticket is out of the line for a slot, or until then.</summary>
    public void WaitForSlot(InferenceTicket ticket, long due)
    {
        lock (ticket)
        {
            while (ticket.State is TicketState.Waiting && !HasPassed(due))
                Wait(ticket, due);
        }
    }

    /// <summary>
    /// Waits until the run has ended; or has not begun until then; or has begun and its deadline has passed.
    /// </summary>
    public void WaitForRun(InferenceTicket ticket, long due)
    {
        lock (ticket)
        {
            while (ticket.State is TicketState.Queued or TicketState.Running)
            {
                bool running = ticket.State is TicketState.Running;
                long end = running ? ticket.Deadline : due;
                if (HasPassed(end))
                    return;
                // Nobody is woken when the run begins, which would cost every tick a wake-up: but a run that begins
                // from now on is not late before its whole time is over.
                Wait(ticket, running ? end : Math.Min(end, After(ticket.Allowed!.Limit)));
            }
        }
    }

    // A monitor waits whole milliseconds, rounded down: the last part of one would be spent looking all the time.
    private void Wait(InferenceTicket ticket, long until)
    {
        TimeSpan left = time.GetElapsedTime(time.GetTimestamp(), until);
        Monitor.Wait(ticket, (int)Math.Ceiling(Math.Max(0, left.TotalMilliseconds)));
    }
}
