using PolicyGate.RobotClient;

namespace PolicyGate.Tests.RobotClient.CommandLine;

/// <summary>A robot whose author has not come far.</summary>
internal sealed class BrokenRobot : IRobot
{
    public RobotFeatures Features { get; } = new() { Joints = ["elbow.pos"] };

    public void Connect(CancellationToken cancel) => throw new NotSupportedException("no motors yet");

    public void Observe(RobotObservation observation) => throw new NotSupportedException();

    public void Act(ReadOnlySpan<float> action) => throw new NotSupportedException();

    public void Disconnect()
    {
        // Nothing is connected.
    }
}
