namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>How the control loop gets the robot observed.</summary>
internal interface IObserving : IDisposable
{
    /// <summary>An observation is wanted now; it need not be made when this returns.</summary>
    /// <returns>False where the robot has nothing left to do.</returns>
    bool Ask();
}
