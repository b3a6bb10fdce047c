namespace PolicyGate.Gateway.Configuration;

/// <summary>How a new episode is recognised where the robot does not say it, as bound.</summary>
internal sealed class EpisodesOptions
{
    /// <summary>
    /// Time between two observations that begins an episode. 5 s: longer than the largest policies take, during which a
    /// robot shows nothing, and shorter than it takes to set a scene up again.
    /// </summary>
    public TimeSpan Gap { get; set; } = TimeSpan.FromSeconds(5);
}
