namespace PolicyGate.RobotClient.LeRobot;

/// <summary>
/// Drives a robot by a LeRobot policy server: the control loop, the queue of actions, what goes to the server and what
/// comes back.
/// </summary>
/// <param name="robot">Not connected yet.</param>
/// <param name="options">How it is driven.</param>
/// <param name="notices">Gets what happens, from any thread; null for nobody.</param>
/// <param name="recorder">Gets all of it; null for nobody.</param>
/// <param name="time">The clock.</param>
public sealed class LeRobotClient(
    IRobot robot,
    LeRobotClientOptions options,
    Action<LeRobotNotice>? notices = null,
    ILeRobotRecorder? recorder = null,
    TimeProvider? time = null)
{
    /// <summary>
    /// Connects to the robot and to the server, and drives until the robot has nothing left to do, until
    /// <see cref="LeRobotClientOptions.Duration"/> is over, or until told to stop.
    /// </summary>
    /// <param name="stop">Ends the run early; its figures are as good as any.</param>
    /// <exception cref="RobotException">The robot cannot go on, or does not fit its limits.</exception>
    public LeRobotClientReport Run(CancellationToken stop) =>
        throw new NotSupportedException($"{robot} {options} {notices is null} {recorder} {time}");
}
