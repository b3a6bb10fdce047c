namespace PolicyGate.Gateway.Configuration;

/// <summary>Chunk steps, as bound.</summary>
internal sealed class ChunksOptions
{
    /// <summary>
    /// Whether rows whose time passed while the policy ran are left out. On: with 100 ms of latency a late chunk sends
    /// the arm back over its way. Off for simulations in step and for replays, which compare bits.
    /// </summary>
    public bool DropLateRows { get; set; } = true;

    /// <summary>
    /// What a robot is told when a tick fails. Skip, then hold: one lost answer is played over by the chunk that the
    /// robot has, a second in a row means that nobody is steering.
    /// </summary>
    public FailureAction OnFailure { get; set; } = FailureAction.SkipThenHold;
}
