namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>How the control loop waits.</summary>
internal interface ISleep
{
    /// <summary>Returns at that moment or soon after; at once where it has passed.</summary>
    /// <param name="moment">Of <see cref="RunClock.Now"/>.</param>
    void Until(long moment);
}
