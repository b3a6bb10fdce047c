using PolicyGate.RobotClient.Measurement;

namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>A run's figures, all robots together.</summary>
public sealed record DriveReport
{
    private const double NanosecondsPerMillisecond = 1e6;
    private const double MicroradiansPerRadian = 1e6;

    public required int Robots { get; init; }

    /// <summary>From the first robot's start to the last one's end.</summary>
    public required double Seconds { get; init; }

    /// <summary>Observations a second that each robot has sent.</summary>
    public required double RateHz { get; init; }

    /// <summary>Processor time of this program over the run's time.</summary>
    public required double CoresUsed { get; init; }

    /// <summary>Observations sent.</summary>
    public required long Sent { get; init; }

    /// <summary>Answers with rows, holds left out.</summary>
    public required long Chunks { get; init; }

    /// <summary>Answers with neither rows nor an error.</summary>
    public required long Skips { get; init; }

    /// <summary>Answers of two equal rows.</summary>
    public required long Holds { get; init; }

    /// <summary>Answers with an error, with rows or without, by its code.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>Answers that no robot could execute.</summary>
    public required long Malformed { get; init; }

    /// <summary>Observations that were never answered.</summary>
    public required long Lost { get; init; }

    /// <summary>Answers that came after the next observation was due.</summary>
    public required long Late { get; init; }

    /// <summary>Observations left out, since the one before was still unanswered when the next was due.</summary>
    public required long Missed { get; init; }

    /// <summary>Robots that found no server.</summary>
    public required long Unconnected { get; init; }

    /// <summary>From a request's first byte to its answer's end.</summary>
    public required Distribution RoundTripMilliseconds { get; init; }

    /// <summary>How late requests went out: this program's own fault, or its machine's.</summary>
    public required Distribution DelayMilliseconds { get; init; }

    /// <summary>Between the command that a robot was at and the next chunk's first row; the largest joint.</summary>
    public required Distribution SeamJumpRadians { get; init; }

    /// <summary>Between consecutive rows of one chunk; the largest joint and rows.</summary>
    public required Distribution RowStepRadians { get; init; }

    /// <summary>Empty where the server does not tell.</summary>
    public required IReadOnlyList<DriveStage> Stages { get; init; }

    /// <summary>What went wrong, in words, the first few.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Whether every robot was served to its end.</summary>
    /// <param name="allowErrors">Whether errors are expected.</param>
    public bool Succeeded(bool allowErrors) =>
        Sent > 0 && Lost == 0 && Malformed == 0 && Unconnected == 0 && (allowErrors || Errors.Count == 0);

    internal static DriveReport Of(DriveTally tally, int robots, TimeSpan elapsed, TimeSpan processorTime) => new()
    {
        Robots = robots,
        Seconds = elapsed.TotalSeconds,
        RateHz = tally.Sent / elapsed.TotalSeconds / robots,
        CoresUsed = processorTime / elapsed,
        Sent = tally.Sent,
        Chunks = tally.Chunks,
        Skips = tally.Skips,
        Holds = tally.Holds,
        Errors = tally.Errors,
        Malformed = tally.Malformed,
        Lost = tally.Lost,
        Late = tally.Late,
        Missed = tally.Missed,
        Unconnected = tally.Unconnected,
        RoundTripMilliseconds = Distribution.Of(tally.RoundTrips, NanosecondsPerMillisecond),
        DelayMilliseconds = Distribution.Of(tally.Delays, NanosecondsPerMillisecond),
        SeamJumpRadians = Distribution.Of(tally.SeamJumps, MicroradiansPerRadian),
        RowStepRadians = Distribution.Of(tally.RowSteps, MicroradiansPerRadian),
        Stages =
        [
            .. tally.Stages.Select(stage =>
                new DriveStage(stage.Name, Distribution.Of(stage.Times, NanosecondsPerMillisecond))),
        ],
        Problems = tally.Problems,
    };
}
