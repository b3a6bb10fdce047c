using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Replay;

/// <summary>What a recorded tick comes to now. Its memory is the player's, good until the next tick.</summary>
internal sealed class PlayedTick
{
    public TickOutcome Outcome { get; set; }

    public TickReason Reason { get; set; }

    /// <summary>Why there is no chunk; null where nothing went wrong.</summary>
    public GatewayError? Error { get; set; }

    /// <summary>Whether the policy was run and answered.</summary>
    public bool HasRun { get; set; }

    /// <summary>What the model gave, row by row, in its own units; empty where it was not run.</summary>
    public ReadOnlyMemory<float> Raw { get; set; }

    /// <summary>What would be sent, row by row, in the robot's units; empty for a skip.</summary>
    public ReadOnlyMemory<float> Chunk { get; set; }

    /// <summary>Values of a row of both.</summary>
    public int Width { get; set; }

    /// <summary>Between the chunk's rows.</summary>
    public long IntervalNanoseconds { get; set; }

    /// <summary>Where the robot was seen, in its units; empty where the policy was not run.</summary>
    public ReadOnlyMemory<float> Position { get; set; }

    /// <summary>Rows that the guard changed.</summary>
    public int LimitedRows { get; set; }

    /// <summary>Rows that were left out because their time had passed.</summary>
    public int LateRows { get; set; }

    /// <summary>The answer's bytes as the wire would send them.</summary>
    public ReadOnlyMemory<byte> Reply { get; set; }

    /// <summary>Of this machine, now.</summary>
    public TickTimings Timings { get; } = new();
}
