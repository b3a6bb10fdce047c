namespace PolicyGate.RobotClient.OpenArm;

/// <summary>How a robot's end of the OpenArm wire behaves.</summary>
public sealed record OpenArmRobotOptions
{
    /// <summary>The policy server's socket.</summary>
    public required string SocketPath { get; init; }

    /// <summary>
    /// Where the private folder of observation files is made; null for <c>/dev/shm</c>, else the temp folder.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>How long one answer may take. 60 s: the first one waits until the policy is loaded.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes of an answer line. 16 MiB: 1024 rows of 256 joints are under 6.</summary>
    public int AnswerBytes { get; init; } = 16 << 20;

    /// <summary>Observation files kept, the newest. 5, as the stock node does.</summary>
    public int KeepFiles { get; init; } = 5;
}
