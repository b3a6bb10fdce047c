namespace PolicyGate.Gateway.Configuration;

/// <summary>Chunk steps, as bound.</summary>
internal sealed class ChunksOptions
{
    /// <summary>
    /// Whether rows whose time passed while the policy ran are left out. On: with 100 ms of latency a late chunk sends
    /// the arm back over its way. Off for simulations in step and for replays, which compare bits.
    /// </summary>
    public bool DropLateRows { get; set; } = true;

    /// <summary>Which rows of a chunk are sent.</summary>
    public WindowOptions Window { get; } = new();

    /// <summary>
    /// Rows a second to send, 1 to 1000; in between by straight lines. The policy's own rate when absent.
    /// </summary>
    public double? ResampleHz { get; set; }

    /// <summary>
    /// Whether every answer with rows has as many as the policy's whole chunk, by repeating its last row. Off: a
    /// shorter answer says the same. On for OpenArm's executor up to 1.1.0, which ends at an answer of another length.
    /// </summary>
    public bool SameLength { get; set; }

    /// <summary>
    /// How a new chunk is joined to the rows that the robot still has to play. <c>None</c>: the policy saw the newest
    /// observation, what it said before did not.
    /// </summary>
    public BlendMode Blend { get; set; } = BlendMode.None;

    /// <summary>
    /// Time from the old chunk to the new one with <c>CrossFade</c>. 0.2 s: six rows at 30 Hz, a third of a short
    /// chunk.
    /// </summary>
    public TimeSpan CrossFade { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The weight of a chunk by its place from the oldest is exp(−coefficient · place) with <c>TemporalEnsemble</c>.
    /// 0.01, as ACT has it: all but a mean.
    /// </summary>
    public double EnsembleCoefficient { get; set; } = 0.01;

    /// <summary>
    /// What a robot is told when a tick fails. Skip, then hold: one lost answer is played over by the chunk that the
    /// robot has, a second in a row means that nobody is steering.
    /// </summary>
    public FailureAction OnFailure { get; set; } = FailureAction.SkipThenHold;

    /// <summary>
    /// For simulations in step and replays: time is that of the observations' timestamps, and an answer counts as this
    /// much later than its observation. The wall clock when absent, as for every real robot.
    /// </summary>
    public TimeSpan? SimulatedLatency { get; set; }
}
