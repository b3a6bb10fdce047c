namespace PolicyGate.Gateway.Configuration;

/// <summary>How a new episode is recognised where the robot does not say it.</summary>
internal sealed record EpisodesConfig
{
    public TimeSpan Gap { get; init; } = TimeSpan.FromSeconds(5);

    public static EpisodesConfig Create(string path, EpisodesOptions options, ConfigurationErrors errors)
    {
        if (options.Gap <= TimeSpan.Zero)
            errors.Add($"{path}:Gap", $"expected more than 00:00:00, found {options.Gap:c}");
        return new EpisodesConfig { Gap = options.Gap };
    }
}
