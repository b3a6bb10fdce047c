namespace PolicyGate.Tests.RobotClient.LeRobot.Queue;

/// <summary>An action that was executed, an answer that came, or else an observation that was sent.</summary>
internal sealed record RecordedEvent
{
    public float[]? Executed { get; init; }

    public ReadOnlyMemory<byte> Answer { get; init; }

    public long Timestep { get; init; }

    public double Timestamp { get; init; }

    public bool MustGo { get; init; }
}
