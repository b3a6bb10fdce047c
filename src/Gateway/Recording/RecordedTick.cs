using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Recording;

/// <summary>One tick as a recording has it, or as much of one as other inputs have.</summary>
/// <remarks>Its bytes are those of whoever reads the recording, and good until the next tick is read.</remarks>
internal sealed record RecordedTick
{
    /// <summary>Whose it is: a robot's connection, by a name that is its own in the recording.</summary>
    public required string Session { get; init; }

    /// <summary>Counts a session's ticks, those included that were not recorded.</summary>
    public required long Tick { get; init; }

    public required string Route { get; init; }

    public required RecordedWire Wire { get; init; }

    /// <summary>OpenArm: the line, without its end. LeRobot: the message of <c>SendPolicyInstructions</c>.</summary>
    public required ReadOnlyMemory<byte> Request { get; init; }

    /// <summary>
    /// OpenArm: the Arrow file. LeRobot: the pickled <c>TimedObservation</c>. Empty where none was read.
    /// </summary>
    public ReadOnlyMemory<byte> Observation { get; init; }

    /// <summary>OpenArm: the line with its end. LeRobot: the message's <c>data</c>. Empty where none was sent, or is
    /// known.</summary>
    public ReadOnlyMemory<byte> Reply { get; init; }

    /// <summary>Whether the session began an episode with it.</summary>
    public bool BeginsEpisode { get; init; }

    /// <summary>The policy's run, counted in its session from 0; null where it was not run.</summary>
    public long? Run { get; init; }

    /// <summary>What the model gave, row by row, in its own units; empty where it was not run.</summary>
    public ReadOnlyMemory<float> Raw { get; init; }

    /// <summary>What was sent, row by row, in the robot's units; empty for a skip.</summary>
    public ReadOnlyMemory<float> Chunk { get; init; }

    /// <summary>Values of a row of both.</summary>
    public int Width { get; init; }

    /// <summary>Null where nobody knows.</summary>
    public TickOutcome? Outcome { get; init; }

    public TickReason Reason { get; init; }

    /// <summary>The failure's message; null where there was none.</summary>
    public string? Error { get; init; }

    /// <summary>Between the chunk's rows; 0 for a skip, or where nobody knows.</summary>
    public long IntervalNanoseconds { get; init; }

    /// <summary>Rows that the guard changed.</summary>
    public int LimitedRows { get; init; }

    /// <summary>Rows that were left out because their time had passed.</summary>
    public int LateRows { get; init; }

    /// <summary>What the session went by; null where the input has no clock but the robot's.</summary>
    public RecordedClock? Clock { get; init; }

    /// <summary>By <see cref="TimingColumns.Names"/>, in nanoseconds; empty where none were taken.</summary>
    public ReadOnlyMemory<long> TimingsNanoseconds { get; init; }
}
