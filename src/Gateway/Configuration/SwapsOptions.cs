using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Configuration;

/// <summary>How another version of a policy comes to answer while robots are there, as bound.</summary>
internal sealed class SwapsOptions
{
    /// <summary>
    /// When robots come to it: <c>Episode</c>, each with its next episode, or <c>Now</c>, each with its next tick.
    /// Episode: what one policy began it ends, and no robot sees a seam in the middle of a motion.
    /// </summary>
    public Takeover Takeover { get; set; } = Takeover.Episode;

    /// <summary>
    /// Ticks of robots that it is tried on first, beside the version that answers. 30: a second of one robot at 30 Hz.
    /// 0 for none.
    /// </summary>
    public int TrialTicks { get; set; } = 30;

    /// <summary>
    /// How long is waited for these ticks; what has come by then is what it is judged by. 10 s: a robot that asks for a
    /// chunk of fifty rows comes every second or two, and where none comes at all a swap is not held up for long.
    /// </summary>
    public TimeSpan TrialTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How far any value may lie from what was answered to the same tick, in the robot's units. Without one any
    /// difference is taken: how far a better policy may lie is known to its owner alone.
    /// </summary>
    public double? MaximumDifference { get; set; }

    /// <summary>
    /// How long a policy's folder may take until it is whole and stands still. 1 min: a copy of 7 GB at 1 Gbit/s.
    /// </summary>
    public TimeSpan WholeTime { get; set; } = TimeSpan.FromMinutes(1);
}
