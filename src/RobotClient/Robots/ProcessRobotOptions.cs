namespace PolicyGate.RobotClient.Robots;

/// <summary>Which process is a robot, and how long it may take.</summary>
public sealed record ProcessRobotOptions
{
    /// <summary>
    /// The program and its arguments, as they are: no shell reads them. A program without a slash is looked for where
    /// this one lies, in the working directory, then in <c>PATH</c>.
    /// </summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>
    /// Gets what it writes to its standard error, line by line, from threads of its own; null for ours.
    /// </summary>
    public Action<string>? Said { get; init; }

    /// <summary>60 s: Python with its imports on a small computer, then the arm's own start.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>5 s: a camera that starts again takes some; one that takes longer is gone.</summary>
    public TimeSpan ObserveTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>1 s: an arm that has not taken a command for so long is not under control.</summary>
    public TimeSpan ActTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>5 s: arms are driven to rest before their power is cut.</summary>
    public TimeSpan DisconnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After its standard input has ended, and again after SIGTERM. 2 s: Python takes under one to end.
    /// </summary>
    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromSeconds(2);
}
