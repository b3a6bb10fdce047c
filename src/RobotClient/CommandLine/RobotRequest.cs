using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary>What a command line asks for, checked.</summary>
internal sealed record RobotRequest
{
    public required LeRobotClientOptions Client { get; init; }

    /// <summary>Where the queue's size over time is drawn; null for nowhere.</summary>
    public string? QueuePlot { get; init; }

    /// <summary>Where the report is written for programs; null for nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>What is to be said before anything runs.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
