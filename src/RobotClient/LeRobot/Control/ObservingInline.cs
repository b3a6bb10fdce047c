namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>On the control loop's own thread, after the action, as LeRobot's client does.</summary>
internal sealed class ObservingInline(ObservationCapture capture) : IObserving
{
    public bool Ask() => capture.Run();

    public void Dispose()
    {
    }
}
