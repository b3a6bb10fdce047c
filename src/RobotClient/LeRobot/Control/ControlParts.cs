using PolicyGate.RobotClient.LeRobot.Queue;

namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>What a control loop is made of.</summary>
internal sealed record ControlParts
{
    public required LeRobotClientOptions Options { get; init; }

    /// <summary>Connected.</summary>
    public required IRobot Robot { get; init; }

    public required ActionQueue Queue { get; init; }

    public required CommandLimits Limits { get; init; }

    public required EpisodeOrigin Origin { get; init; }

    public required IObserving Observing { get; init; }

    public required ControlPace Pace { get; init; }

    public required GapWatch Gaps { get; init; }

    public required RunClock Clock { get; init; }

    public required NoticeBoard Notices { get; init; }

    public required RunFault Fault { get; init; }

    public ILeRobotRecorder? Recorder { get; init; }
}
