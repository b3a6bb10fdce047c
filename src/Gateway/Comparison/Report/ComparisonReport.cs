using PolicyGate.Gateway.Measurement;

namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>All that <c>compare</c> found: <c>report.json</c>, and what <c>report.html</c> is drawn from.</summary>
/// <remarks>
/// Positions are in the robot's units, which for joints are radians; times in milliseconds unless a name says
/// otherwise. A is what one has, B what one thinks of having.
/// </remarks>
internal sealed record ComparisonReport
{
    public const string FileName = "report.json";

    /// <summary>Of <c>report.json</c>; higher when a reader of the one before would misread it.</summary>
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    /// <summary>The gateway's version.</summary>
    public required string Gateway { get; init; }

    public required DateTimeOffset Made { get; init; }

    public required ComparisonVerdict Verdict { get; init; }

    public required ComparedInput Input { get; init; }

    public required ComparedSide A { get; init; }

    public required ComparedSide B { get; init; }

    public required SharedGround Shared { get; init; }

    public required ToleranceChoice Tolerance { get; init; }

    /// <summary>By the order of <see cref="SharedGround.Joints"/>.</summary>
    public required IReadOnlyList<JointComparison> Joints { get; init; }

    /// <summary>The engine alone, with the hand-over to its thread.</summary>
    public required LatencyComparison Run { get; init; }

    /// <summary>A whole tick, from the request's bytes to the answer's.</summary>
    public required LatencyComparison Tick { get; init; }

    /// <summary>The largest differences, the worst first; no two from one moment. Empty where none was found.</summary>
    public required IReadOnlyList<WorstTick> Worst { get; init; }

    /// <summary>The episode with the worst tick as a robot would have played it; null where nothing was
    /// compared.</summary>
    public required PlayedPath? Path { get; init; }

    public required MeasurementTerms Terms { get; init; }

    public required Machine Machine { get; init; }
}
