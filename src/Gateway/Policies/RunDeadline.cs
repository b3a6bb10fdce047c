namespace PolicyGate.Gateway.Policies;

/// <summary>How long a run may take before its robot is answered without it.</summary>
/// <param name="Limit">From when an owner thread takes the run; waiting in line is not the engine's fault.</param>
/// <param name="Origin">What it comes from, for messages: a key, or the control intervals.</param>
internal sealed record RunDeadline(TimeSpan Limit, string Origin)
{
    // As long as it takes a backend's answer to get here from another process, on a machine that has other work.
    private static readonly TimeSpan LongestAhead = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// What the backend is told. Sooner than <see cref="Limit"/>: one that keeps deadlines has then ended the run when
    /// its robot gives it up, and is free for what the robot asks next.
    /// </summary>
    public TimeSpan Told => Limit - (Limit / 10 < LongestAhead ? Limit / 10 : LongestAhead);

    public override string ToString() => $"{Limit.TotalMilliseconds:0} ms ({Origin})";
}
