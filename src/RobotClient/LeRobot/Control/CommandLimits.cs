using PolicyGate.Shared;

namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>
/// Brings commands within a robot's limits: position, then velocity, then the distance from where the robot is; and
/// lets none go that cannot be within all of them. For the control loop; allocates nothing.
/// </summary>
internal sealed class CommandLimits
{
    private readonly IRobot _robot;
    private readonly NoticeBoard _notices;
    private readonly ActionLimit[] _limits;
    private readonly double[] _here;
    private readonly bool _isRelative;
    private readonly double _period;

    /// <exception cref="RobotException">The limits do not fit the robot.</exception>
    public CommandLimits(IRobot robot, RobotLimits limits, TimeSpan period, NoticeBoard notices)
    {
        (_robot, _notices, _period) = (robot, notices, period.TotalSeconds);
        RobotFeatures features = robot.Features;
        _here = new double[features.Joints.Count];
        foreach (string unknown in limits.Joints.Keys.Except(features.Actions, StringComparer.Ordinal))
        {
            throw new RobotException(
                $"a limit of '{unknown}', which this robot does not take; "
                + NearestName.Advice(unknown, features.Actions));
        }
        _limits = [.. features.Actions.Select(action => ActionLimit.Create(action, features, limits))];
        _isRelative = _limits.Any(limit => limit.IsRelative);
        if (_isRelative && !robot.ReadPosition(_here))
        {
            throw new RobotException(
                "a limit relative to where the robot is, but it cannot tell that between observations: leave that "
                + "limit out, or limit the velocity instead");
        }
    }

    /// <summary>Commands that were changed or held back, by limit and action.</summary>
    public IReadOnlyDictionary<string, long> Counts =>
        new SortedDictionary<string, long>(
            _limits.SelectMany(limit => limit.Counts).ToDictionary(count => count.Key, count => count.Value),
            StringComparer.Ordinal);

    /// <summary>An episode begins.</summary>
    /// <param name="joints">Where the robot is.</param>
    public void Begin(ReadOnlySpan<double> joints)
    {
        foreach (ActionLimit limit in _limits)
            limit.Begin(joints);
    }

    /// <param name="action">What is wanted.</param>
    /// <param name="since">Nanoseconds since the last command went out; it moves by a period's worth at most.</param>
    /// <param name="command">Gets what is within the limits.</param>
    /// <returns>False where nothing is: the robot holds.</returns>
    public bool Apply(ReadOnlySpan<float> action, long since, Span<float> command)
    {
        double seconds = Math.Min(_period, RunClock.Seconds(since));
        bool knowsWhere = !_isRelative || _robot.ReadPosition(_here);
        bool isGood = true;
        for (int i = 0; i < _limits.Length; i++)
        {
            ActionLimit limit = _limits[i];
            isGood &= limit.Apply(action[i], seconds, knowsWhere ? _here : [], out command[i]);
            if (limit.TakeNews() is { } news)
                _notices.Tell(isTrouble: true, news);
        }
        if (!isGood)
            return false;
        for (int i = 0; i < _limits.Length; i++)
            _limits[i].Sent(command[i]);
        return true;
    }
}
