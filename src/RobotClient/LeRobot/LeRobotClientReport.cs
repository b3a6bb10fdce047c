using PolicyGate.RobotClient.Measurement;

namespace PolicyGate.RobotClient.LeRobot;

/// <summary>What a run was like.</summary>
public sealed record LeRobotClientReport
{
    /// <summary>From the control loop's start to its end.</summary>
    public required double Seconds { get; init; }

    /// <summary>Control periods.</summary>
    public required long Periods { get; init; }

    /// <summary>Actions that the robot was commanded.</summary>
    public required long Executed { get; init; }

    /// <summary>Observations that went out.</summary>
    public required long Observations { get; init; }

    /// <summary>Observations that were passed over, since a newer one came before the network was free.</summary>
    public required long PassedOver { get; init; }

    /// <summary>Answers of which something could be executed.</summary>
    public required long Chunks { get; init; }

    /// <summary>Answers of which nothing was, by what was wrong: late, doubled, out of order, not a number …</summary>
    public required IReadOnlyDictionary<string, long> Refused { get; init; }

    /// <summary>Actions of chunks that were in time whose own moment had passed, or that were not asked for.</summary>
    public required long Dropped { get; init; }

    /// <summary>Times that the robot had nothing to execute and held; the wait for the first chunk not
    /// counted.</summary>
    public required long Gaps { get; init; }

    /// <summary>How long it held altogether.</summary>
    public required double GapSeconds { get; init; }

    public required double LongestGapSeconds { get; init; }

    /// <summary>Times that the server was connected to anew.</summary>
    public required long Reconnects { get; init; }

    /// <summary>Commands that a limit changed or held back, by limit and action: <c>velocity of a.pos</c>.</summary>
    public required IReadOnlyDictionary<string, long> Limited { get; init; }

    /// <summary>How late each control period began.</summary>
    public required Distribution JitterMilliseconds { get; init; }

    /// <summary>How far each control period was from its length.</summary>
    public required Distribution PeriodErrorMilliseconds { get; init; }

    /// <summary>Periods that ended after the next was due: the robot took longer than its period.</summary>
    public required long Overruns { get; init; }

    /// <summary>From an observation's being asked for to its chunk's being ready to execute.</summary>
    public required Distribution AnswerMilliseconds { get; init; }

    /// <summary>What the robot took to show an observation.</summary>
    public required Distribution ObserveMilliseconds { get; init; }

    /// <summary>What the robot took to take a command.</summary>
    public required Distribution ActMilliseconds { get; init; }

    /// <summary>Before each action that was executed, it included; as LeRobot's client keeps them.</summary>
    public required IReadOnlyList<int> QueueSizes { get; init; }

    /// <summary>When each of <see cref="QueueSizes"/> was, in seconds from the control loop's start.</summary>
    public IReadOnlyList<double> QueueSeconds { get; init; } = [];

    /// <summary>Whether there is no room for more in <see cref="QueueSizes"/>: they are the first 4194304.</summary>
    public bool IsQueueCut { get; init; }

    /// <summary>Observations that were not sent, as the robot told a position that is no number.</summary>
    public long NotFinite { get; init; }

    /// <summary>Actions of the longest chunk; 0 where none came.</summary>
    public int LongestChunk { get; init; }

    /// <summary>Of a run that was told to stop before it began.</summary>
    internal static LeRobotClientReport OfNothing { get; } = new()
    {
        Seconds = 0,
        Periods = 0,
        Executed = 0,
        Observations = 0,
        PassedOver = 0,
        Chunks = 0,
        Refused = new Dictionary<string, long>(),
        Dropped = 0,
        Gaps = 0,
        GapSeconds = 0,
        LongestGapSeconds = 0,
        Reconnects = 0,
        Limited = new Dictionary<string, long>(),
        JitterMilliseconds = new Distribution(0, 0, 0, 0),
        PeriodErrorMilliseconds = new Distribution(0, 0, 0, 0),
        Overruns = 0,
        AnswerMilliseconds = new Distribution(0, 0, 0, 0),
        ObserveMilliseconds = new Distribution(0, 0, 0, 0),
        ActMilliseconds = new Distribution(0, 0, 0, 0),
        QueueSizes = [],
    };
}
