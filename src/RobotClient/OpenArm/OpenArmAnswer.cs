namespace PolicyGate.RobotClient.OpenArm;

/// <summary>One answer line, checked as a careful robot would before it moves.</summary>
public sealed record OpenArmAnswer
{
    /// <summary>Rows of absolute joint targets, <c>[T, A]</c>, all finite and of one width; empty for a skip.</summary>
    public required IReadOnlyList<float[]> Positions { get; init; }

    /// <summary>Between rows; zero where there are none.</summary>
    public long IntervalNanoseconds { get; init; }

    /// <summary>For the robot's low-pass filter; null where none was named.</summary>
    public double? CutoffHz { get; init; }

    public OpenArmError? Error { get; init; }

    /// <summary>In the order sent; empty where the gateway is not set to tell.</summary>
    public IReadOnlyList<OpenArmStage> Timing { get; init; } = [];

    /// <summary>The robot plays out the chunk it has.</summary>
    public bool IsSkip => Positions.Count == 0;
}
