namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>A robot of which whatever fails is told as a <see cref="RobotException"/>.</summary>
internal sealed class GuardedRobot(IRobot robot) : IRobot, IEpisodicRobot
{
    private RobotFeatures? _features;

    public RobotFeatures Features => _features ?? throw new InvalidOperationException("the robot is not connected");

    public bool ObservesWhileActing => robot.ObservesWhileActing;

    public void Connect(CancellationToken cancel)
    {
        try
        {
            robot.Connect(cancel);
            _features = robot.Features;
        }
        catch (Exception failure) when (IsUntold(failure) && !cancel.IsCancellationRequested)
        {
            throw Told("be connected", failure);
        }
    }

    public void Observe(RobotObservation observation)
    {
        try
        {
            robot.Observe(observation);
        }
        catch (Exception failure) when (IsUntold(failure))
        {
            throw Told("be observed", failure);
        }
    }

    public void Act(ReadOnlySpan<float> action)
    {
        try
        {
            robot.Act(action);
        }
        catch (Exception failure) when (IsUntold(failure))
        {
            throw Told("be commanded", failure);
        }
    }

    public void EpisodeBegan()
    {
        try
        {
            (robot as IEpisodicRobot)?.EpisodeBegan();
        }
        catch (Exception failure) when (IsUntold(failure))
        {
            throw Told("begin an episode", failure);
        }
    }

    public bool ReadPosition(Span<double> joints)
    {
        try
        {
            return robot.ReadPosition(joints);
        }
        catch (Exception failure) when (IsUntold(failure))
        {
            throw Told("tell its position", failure);
        }
    }

    public void Disconnect()
    {
        try
        {
            robot.Disconnect();
        }
        catch (Exception failure) when (IsUntold(failure))
        {
            throw Told("be disconnected", failure);
        }
    }

    private static bool IsUntold(Exception failure) => failure is not RobotException;

    private static RobotException Told(string what, Exception failure) =>
        new($"the robot cannot {what}: {failure.GetType().Name}: {failure.Message}", failure);
}
