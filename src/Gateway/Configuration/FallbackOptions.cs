namespace PolicyGate.Gateway.Configuration;

/// <summary>A route's fallback, as bound.</summary>
internal sealed class FallbackOptions
{
    /// <summary>Names of those that answer when the policy fails or is late, in order. None by default.</summary>
    public List<string> Policies { get; } = [];

    /// <summary>
    /// What a failed tick comes to on this route: <c>Skip</c>, <c>Hold</c> or <c>SkipThenHold</c>. As
    /// <c>Chunks:OnFailure</c> when absent.
    /// </summary>
    public FailureAction? OnFailure { get; set; }

    /// <summary>
    /// Failed ticks in a row that the next policy takes over after. 1: a robot that nobody steers has one chunk to
    /// play.
    /// </summary>
    public int After { get; set; } = 1;

    /// <summary>
    /// How often in a row the policy must have run well beside, on the robot's own observations, before it answers
    /// again. 30: a second at 30 Hz.
    /// </summary>
    public int GoodTicks { get; set; } = 30;
}
