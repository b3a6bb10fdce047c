using PolicyGate.RobotClient.LeRobot.Control;

namespace PolicyGate.RobotClient.LeRobot;

/// <summary>
/// Drives a robot by a LeRobot policy server: the control loop, the queue of actions, what goes to the server and what
/// comes back.
/// </summary>
/// <remarks>
/// Where there is no action no command is sent: the last one stands, which to a robot that is told where to be means
/// that it holds. That is so while a policy is slow, while the server is lost, when an answer is refused, and before
/// the first one.
/// </remarks>
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
    /// <summary>Of the newest run, also of one that failed; null where it never began to drive.</summary>
    public LeRobotClientReport? Report { get; private set; }

    /// <summary>
    /// Connects to the robot and to the server, and drives until the robot has nothing left to do, until
    /// <see cref="LeRobotClientOptions.Duration"/> is over, or until told to stop.
    /// </summary>
    /// <param name="stop">Ends the run early; its figures are as good as any.</param>
    /// <exception cref="RobotException">
    /// The robot cannot go on, or does not fit its limits; or the server said at once that it has nothing for it.
    /// </exception>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public LeRobotClientReport Run(CancellationToken stop)
    {
        options.Validate();
        Report = null;
        var fault = new RunFault();
        // Goes last: whoever reads notices may stand still, and the robot is let go of all the same.
        using var board = new NoticeBoard(notices, fault);
        var guarded = new GuardedRobot(robot);
        try
        {
            guarded.Connect(stop);
            Drive(guarded, board, fault, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As good as any end.
        }
        catch
        {
            Release(guarded);
            throw;
        }
        guarded.Disconnect();
        return Report ??= LeRobotClientReport.OfNothing;
    }

    private void Drive(GuardedRobot guarded, NoticeBoard board, RunFault fault, CancellationToken stop)
    {
        using var run = new LeRobotRun(guarded, options, board, fault, recorder, time ?? TimeProvider.System);
        try
        {
            run.Drive(stop);
        }
        finally
        {
            Report = run.Report;
        }
    }

    /// <summary>What a robot says that has failed already hides nothing of why.</summary>
    private static void Release(GuardedRobot robot)
    {
        try
        {
            robot.Disconnect();
        }
        catch (RobotException)
        {
            // The first failure says more.
        }
    }
}
