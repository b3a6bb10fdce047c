using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Configuration;

/// <summary>How another version of a policy comes to answer while robots are there.</summary>
internal sealed record SwapsConfig
{
    // An hour of one robot at 30 Hz.
    private const int MostTicks = 108_000;

    private static readonly TimeSpan LongestTime = TimeSpan.FromHours(1);

    public Takeover Takeover { get; init; } = Takeover.Episode;

    /// <summary>0 for none.</summary>
    public int TrialTicks { get; init; } = 30;

    public TimeSpan TrialTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>In the robot's units; null for any.</summary>
    public double? MaximumDifference { get; init; }

    public TimeSpan WholeTime { get; init; } = TimeSpan.FromMinutes(1);

    public static SwapsConfig Create(string path, SwapsOptions options, ConfigurationErrors errors)
    {
        if (options.TrialTicks is < 0 or > MostTicks)
            errors.Add($"{path}:TrialTicks", $"expected 0 to {MostTicks}, found {options.TrialTicks}");
        CheckTime($"{path}:TrialTime", options.TrialTime, errors);
        CheckTime($"{path}:WholeTime", options.WholeTime, errors);
        if (options.MaximumDifference is { } difference && !(double.IsFinite(difference) && difference > 0))
            errors.Add($"{path}:MaximumDifference", $"expected more than 0, found {difference}");
        return new SwapsConfig
        {
            Takeover = options.Takeover,
            TrialTicks = options.TrialTicks,
            TrialTime = options.TrialTime,
            MaximumDifference = options.MaximumDifference,
            WholeTime = options.WholeTime,
        };
    }

    private static void CheckTime(string key, TimeSpan time, ConfigurationErrors errors)
    {
        if (time <= TimeSpan.Zero || time > LongestTime)
            errors.Add(key, $"expected more than 00:00:00 and at most {LongestTime:c}, found {time:c}");
    }
}
