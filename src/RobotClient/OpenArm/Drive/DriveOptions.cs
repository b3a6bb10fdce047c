namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>How simulated robots drive a policy server.</summary>
public sealed record DriveOptions
{
    /// <summary>The server's socket, or with <see cref="Listen"/> the robots' own.</summary>
    public required string SocketPath { get; init; }

    /// <summary>The container's way: the robots make the socket and the server connects, once for each.</summary>
    public bool Listen { get; init; }

    /// <summary>Observations a second of each robot; 0 sends the next as soon as one is answered.</summary>
    public double RateHz { get; init; } = 30;

    /// <summary>Null for no end by time.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Observations of each robot; null for no end by number.</summary>
    public long? Count { get; init; }

    /// <summary>Each with its own connection and thread, evenly spread over the time between observations.</summary>
    public int Robots { get; init; } = 1;

    /// <summary>Observations of an episode; 0 for one episode (recorded ones keep theirs).</summary>
    public int ResetEvery { get; init; }

    /// <summary>
    /// Files that each robot writes once and then shows in turn, new positions written into them; 0 writes each
    /// observation anew, as robots do.
    /// </summary>
    public int Reuse { get; init; }

    /// <summary>What the joints' motion is drawn from.</summary>
    public int Seed { get; init; }

    /// <summary>How long one answer may take. 60 s: the first one waits until the policy is loaded.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes of an answer line. 16 MiB: 1024 rows of 256 joints are under 6.</summary>
    public int AnswerBytes { get; init; } = 16 << 20;

    /// <summary>Zero where observations come back to back.</summary>
    internal TimeSpan Period => RateHz > 0 ? TimeSpan.FromSeconds(1 / RateHz) : TimeSpan.Zero;
}
