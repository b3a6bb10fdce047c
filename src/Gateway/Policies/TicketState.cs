namespace PolicyGate.Gateway.Policies;

/// <summary>Where a robot's ticket stands. What its robot waits for changes under the ticket's own lock.</summary>
internal enum TicketState
{
    /// <summary>Holds no slot.</summary>
    Idle,

    /// <summary>In line for a free slot.</summary>
    Waiting,

    /// <summary>Has a slot, which its robot fills.</summary>
    Granted,

    /// <summary>In line for an owner thread.</summary>
    Queued,

    /// <summary>An owner thread is in the backend with it.</summary>
    Running,

    /// <summary>The run has returned; its robot reads the outputs.</summary>
    Done,

    /// <summary>
    /// Its robot was answered without it. The backend may still write into the slot, so nobody has it until the run
    /// returns.
    /// </summary>
    Late,
}
