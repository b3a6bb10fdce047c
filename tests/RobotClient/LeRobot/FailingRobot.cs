using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot;

/// <summary>A robot that fails at one thing, with an exception of its own.</summary>
internal sealed class FailingRobot(string when, TestRobot robot) : IRobot
{
    public RobotFeatures Features => robot.Features;

    public bool ObservesWhileActing => robot.ObservesWhileActing;

    public bool WasDisconnected => robot.WasDisconnected;

    public void Connect(CancellationToken cancel) => FailAt("connected");

    public void Observe(RobotObservation observation)
    {
        FailAt("observed");
        robot.Observe(observation);
    }

    public void Act(ReadOnlySpan<float> action)
    {
        FailAt("commanded");
        robot.Act(action);
    }

    public void Disconnect()
    {
        robot.Disconnect();
        FailAt("disconnected");
    }

    private void FailAt(string what)
    {
        if (when.StartsWith(what, StringComparison.Ordinal))
            throw new TimeoutException("the bus is silent");
    }
}
