namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>The joints' commands as a robot would have played both sides' chunks; a minute at most.</summary>
internal sealed record PlayedPath
{
    public required string Session { get; init; }

    /// <summary>The tick that it begins with.</summary>
    public required long FirstTick { get; init; }

    /// <summary>Between two values.</summary>
    public required double StepSeconds { get; init; }

    /// <summary>By joint of <see cref="SharedGround.Joints"/>, by moment.</summary>
    public required IReadOnlyList<float[]> A { get; init; }

    /// <summary>As many values.</summary>
    public required IReadOnlyList<float[]> B { get; init; }

    /// <summary>Moments at which one chunk gave way to the next.</summary>
    public required IReadOnlyList<int> Seams { get; init; }
}
