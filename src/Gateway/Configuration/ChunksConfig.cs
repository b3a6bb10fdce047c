namespace PolicyGate.Gateway.Configuration;

/// <summary>What becomes of a chunk between the policy and the robot.</summary>
internal sealed record ChunksConfig
{
    public bool DropLateRows { get; init; } = true;

    /// <summary>First row that is sent.</summary>
    public int WindowStart { get; init; }

    /// <summary>Rows that are sent.</summary>
    public int WindowSize { get; init; } = int.MaxValue;

    /// <summary>Nanoseconds between the rows that are sent; null for the policy's own.</summary>
    public long? ResampledInterval { get; init; }

    /// <summary>Whether answers are filled up to the length of the policy's whole chunk.</summary>
    public bool SameLength { get; init; }

    public BlendMode Blend { get; init; }

    public TimeSpan CrossFade { get; init; } = TimeSpan.FromMilliseconds(200);

    public double EnsembleCoefficient { get; init; } = 0.01;

    public FailureAction OnFailure { get; init; } = FailureAction.SkipThenHold;

    /// <summary>Not null: time is that of the observations, and an answer is this much later.</summary>
    public TimeSpan? SimulatedLatency { get; init; }

    public static ChunksConfig Create(string path, ChunksOptions options, ConfigurationErrors errors)
    {
        if (options.Window.Start < 0)
            errors.Add($"{path}:Window:Start", $"expected 0 or more, found {options.Window.Start}");
        if (options.Window.Size < 1)
            errors.Add($"{path}:Window:Size", $"expected 1 or more, found {options.Window.Size}");
        if (options.ResampleHz is double hz and not (>= 1 and <= 1000))
            errors.Add($"{path}:ResampleHz", $"expected 1 to 1000 rows a second, found {hz}");
        if (options.CrossFade <= TimeSpan.Zero)
            errors.Add($"{path}:CrossFade", $"expected more than 00:00:00, found {options.CrossFade:c}");
        if (options.EnsembleCoefficient is < 0 or > 10)
        {
            errors.Add($"{path}:EnsembleCoefficient", $"expected 0 to 10, found {options.EnsembleCoefficient}");
        }
        if (options.SimulatedLatency < TimeSpan.Zero)
            errors.Add($"{path}:SimulatedLatency", $"expected 00:00:00 or more, found {options.SimulatedLatency:c}");
        return errors.Any ? new ChunksConfig() : new ChunksConfig
        {
            DropLateRows = options.DropLateRows,
            WindowStart = options.Window.Start,
            WindowSize = options.Window.Size ?? int.MaxValue,
            ResampledInterval = options.ResampleHz is double rate ? (long)Math.Round(1e9 / rate) : null,
            SameLength = options.SameLength,
            Blend = options.Blend,
            CrossFade = options.CrossFade,
            EnsembleCoefficient = options.EnsembleCoefficient,
            OnFailure = options.OnFailure,
            SimulatedLatency = options.SimulatedLatency,
        };
    }
}
