namespace PolicyGate.Gateway.Policies;

/// <summary>
/// One robot's place in a policy's queue; made once for a session, used for one tick after the other.
/// </summary>
/// <remarks>
/// The object itself is the monitor on which its robot waits, so that a run that ends wakes one thread.
/// </remarks>
internal sealed class InferenceTicket
{
    private volatile TicketState _state;

    /// <summary>Whether robots go first: a shadow's ticket is only served while nobody else is.</summary>
    public bool Yields { get; init; }

    /// <summary>Whether the last run was left to robots.</summary>
    public bool HasYielded { get; set; }

    public TicketState State
    {
        get => _state;
        set => _state = value;
    }

    /// <summary>Whether a run that was given up on is still at work.</summary>
    public bool IsLate
    {
        get
        {
            lock (this)
                return State is TicketState.Late;
        }
    }

    /// <summary>What the ticket holds from <see cref="TicketState.Granted"/> on.</summary>
    public InferenceSlot? Slot { get; set; }

    /// <summary>
    /// Who is handed a slot first: when the observation came, and later the more bytes of pictures it has. Robots with
    /// pictures beyond measure would else keep everybody from the policy. A timestamp of the gateway's clock.
    /// </summary>
    public long Turn { get; set; }

    /// <summary>
    /// When the observation came: filled slots run earliest first, across robots. A timestamp of the gateway's clock.
    /// </summary>
    public long Came { get; set; }

    /// <summary>How long its run may take once it has begun.</summary>
    public RunDeadline? Allowed { get; set; }

    /// <summary>
    /// From <see cref="TicketState.Running"/> on: when the run is late. A timestamp of the gateway's clock.
    /// </summary>
    public long Deadline { get; set; }
}
