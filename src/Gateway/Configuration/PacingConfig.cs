namespace PolicyGate.Gateway.Configuration;

/// <summary>Which observations are answered without running the policy; null where one is off.</summary>
internal sealed record PacingConfig
{
    /// <summary>Shortest time from one inference of a robot to its next.</summary>
    public TimeSpan? MinimumInterval { get; init; }

    /// <summary>Part of the last chunk, 0 to 1, that must have been played.</summary>
    public double? ReplanAfter { get; init; }

    /// <summary>L2 distance to the last state inferred, in radians, at and below which nothing is inferred.</summary>
    public double? SimilarityRadians { get; init; }

    /// <summary>Oldest observation that is answered.</summary>
    public TimeSpan? MaximumAge { get; init; }

    public static PacingConfig Create(string path, PacingOptions options, ConfigurationErrors errors)
    {
        // 0.001 to 10 000: one in a quarter of an hour, and faster than any arm's controller.
        if (options.MaximumRateHz is double rate and not (>= 0.001 and <= 10_000))
        {
            errors.Add($"{path}:MaximumRateHz",
                $"expected 0.001 to 10000 per second, found {rate}; leave it out for no limit");
        }
        if (options.ReplanAfter is double part and not (>= 0 and <= 1))
            errors.Add($"{path}:ReplanAfter", $"expected 0 to 1, the part of a chunk that is played, found {part}");
        if (options.SimilarityRadians is double distance and not (> 0 and <= 10))
            errors.Add($"{path}:SimilarityRadians", $"expected more than 0 and at most 10, found {distance}");
        if (options.MaximumAge is TimeSpan age && age <= TimeSpan.Zero)
            errors.Add($"{path}:MaximumAge", $"expected more than 00:00:00, found {age:c}");
        if (errors.Any)
            return new PacingConfig();
        return new PacingConfig
        {
            MinimumInterval = options.MaximumRateHz is double hz ? TimeSpan.FromSeconds(1 / hz) : null,
            ReplanAfter = options.ReplanAfter,
            SimilarityRadians = options.SimilarityRadians,
            MaximumAge = options.MaximumAge,
        };
    }
}
