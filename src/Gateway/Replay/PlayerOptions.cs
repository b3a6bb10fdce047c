using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Replay;

/// <summary>How ticks are played.</summary>
/// <param name="Services">As a gateway's sessions share them; the clock is for timings alone.</param>
internal sealed record PlayerOptions(SessionServices Services)
{
    /// <summary>LeRobot: actions a second.</summary>
    public double Fps { get; init; } = 30;

    /// <summary>
    /// Whether a tick that was answered without the policy for want of time or room is answered so again. Then those
    /// after it are comparable; else the policy is asked.
    /// </summary>
    public bool RepeatsFailures { get; init; } = true;
}
