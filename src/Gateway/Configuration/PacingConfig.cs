namespace PolicyGate.Gateway.Configuration;

/// <summary>Which observations are answered without running the policy.</summary>
internal sealed record PacingConfig
{
    /// <summary>Shortest time from one inference of a robot to its next; null where pacing is off.</summary>
    public TimeSpan? MinimumInterval { get; init; }

    public static PacingConfig Create(string path, PacingOptions options, ConfigurationErrors errors)
    {
        // 0.001 to 10 000: one in a quarter of an hour, and faster than any arm's controller.
        if (options.MaximumRateHz is double rate and not (>= 0.001 and <= 10_000))
        {
            errors.Add($"{path}:MaximumRateHz",
                $"expected 0.001 to 10000 per second, found {rate}; leave it out for no limit");
            return new PacingConfig();
        }
        return new PacingConfig
        {
            MinimumInterval = options.MaximumRateHz is double hz ? TimeSpan.FromSeconds(1 / hz) : null,
        };
    }
}
