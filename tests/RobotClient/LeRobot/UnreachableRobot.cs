using PolicyGate.RobotClient;

namespace PolicyGate.Tests.RobotClient.LeRobot;

/// <summary>A robot that is never there.</summary>
internal sealed class UnreachableRobot : IRobot
{
    public RobotFeatures Features => throw new InvalidOperationException("not connected");

    public void Connect(CancellationToken cancel)
    {
        cancel.WaitHandle.WaitOne();
        cancel.ThrowIfCancellationRequested();
    }

    public void Observe(RobotObservation observation) => throw new InvalidOperationException("not connected");

    public void Act(ReadOnlySpan<float> action) => throw new InvalidOperationException("not connected");

    public void Disconnect()
    {
    }
}
