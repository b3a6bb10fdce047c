namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>The limits of one value of a robot's commands.</summary>
internal sealed class ActionLimit
{
    private readonly string _name;
    private readonly int _joint;
    private readonly double _minimum;
    private readonly double _maximum;
    private readonly double _speed;
    private readonly double _distance;
    private readonly LimitCount _position, _velocity, _relative, _held;
    private double _last = double.NaN;
    private string? _news;

    private ActionLimit(string name, int joint, JointLimit limit, double? distance)
    {
        (_name, _joint) = (name, joint);
        _minimum = limit.Minimum ?? double.NegativeInfinity;
        _maximum = limit.Maximum ?? double.PositiveInfinity;
        _speed = limit.MaximumVelocity ?? double.PositiveInfinity;
        _distance = distance ?? double.PositiveInfinity;
        (_position, _velocity) = (new LimitCount($"position of {name}"), new LimitCount($"velocity of {name}"));
        (_relative, _held) = (new LimitCount($"relative target of {name}"), new LimitCount($"held for {name}"));
    }

    public bool IsRelative => double.IsFinite(_distance);

    public IEnumerable<KeyValuePair<string, long>> Counts =>
        from count in (LimitCount[])[_position, _velocity, _relative, _held]
        where count.Count > 0
        select KeyValuePair.Create(count.Kind, count.Count);

    /// <exception cref="RobotException">The limits contradict one another, or cannot be held.</exception>
    public static ActionLimit Create(string action, RobotFeatures features, RobotLimits limits)
    {
        JointLimit limit = limits.Joints.GetValueOrDefault(action) ?? new JointLimit();
        int joint = features.Joints.ToList().IndexOf(action);
        if (limit.Minimum > limit.Maximum)
            throw new RobotException($"the limits of {action}: {limit.Minimum} to {limit.Maximum} is nothing");
        bool isNegative = limit.MaximumVelocity < 0 || limit.RelativeTarget < 0 || limits.RelativeTarget < 0;
        bool isNumber = IsNumber(limit.Minimum) && IsNumber(limit.Maximum) && IsNumber(limit.MaximumVelocity)
            && IsNumber(limit.RelativeTarget) && IsNumber(limits.RelativeTarget);
        if (isNegative || !isNumber)
        {
            throw new RobotException(
                $"the limits of {action}: a velocity or a distance is 0 or more, and all are numbers");
        }
        double? distance = limit.RelativeTarget ?? limits.RelativeTarget;
        bool needsJoint = limit.MaximumVelocity is not null || distance is not null;
        return needsJoint && joint < 0
            ? throw new RobotException(
                $"the limits of {action}: the robot shows no joint of that name, so that neither its velocity nor its "
                + "distance can be limited")
            : new ActionLimit(action, joint, limit, distance);
    }

    public void Begin(ReadOnlySpan<double> joints)
    {
        if (_joint >= 0)
            _last = joints[_joint];
    }

    /// <param name="value">What is wanted.</param>
    /// <param name="seconds">For how long it may move.</param>
    /// <param name="here">Where the robot's joints are; empty where that is not known.</param>
    /// <param name="command">Gets what is within the limits.</param>
    /// <returns>False where nothing is.</returns>
    public bool Apply(float value, double seconds, ReadOnlySpan<double> here, out float command)
    {
        double bounded = Clamp(value, _minimum, _maximum, _position);
        var (slowest, fastest) = (double.NegativeInfinity, double.PositiveInfinity);
        if (double.IsFinite(_speed))
        {
            double step = _speed * seconds;
            (slowest, fastest) = (_last - step, _last + step);
            bounded = Clamp(bounded, slowest, fastest, _velocity);
        }
        var (nearest, farthest) = (double.NegativeInfinity, double.PositiveInfinity);
        if (IsRelative)
        {
            double joint = here.IsEmpty ? double.NaN : here[_joint];
            (nearest, farthest) = (joint - _distance, joint + _distance);
            bounded = Clamp(bounded, nearest, farthest, _relative);
        }
        double least = Math.Max(_minimum, Math.Max(slowest, nearest));
        double most = Math.Min(_maximum, Math.Min(fastest, farthest));
        command = Round(bounded, least, most);
        // Not so where any of it is NaN, either.
        if (float.IsFinite(value) && command >= least && command <= most)
            return true;
        if (_held.Add())
        {
            _news = $"the robot holds: no command for {_name} is within all of its limits ({_minimum} to {_maximum}, "
                + $"by velocity {slowest} to {fastest}, by distance {nearest} to {farthest}; wanted: {value}). Move "
                + "the robot within its limits, or widen them";
        }
        return false;
    }

    /// <summary>The command went out.</summary>
    public void Sent(float command) => _last = command;

    /// <summary>What is told once; null mostly.</summary>
    public string? TakeNews()
    {
        string? news = _news;
        _news = null;
        return news;
    }

    private double Clamp(double value, double least, double most, LimitCount count)
    {
        double clamped = Math.Max(least, Math.Min(most, value));
        if (clamped != value && count.Add())
            _news = $"a command is limited: {count.Kind}, {value} is outside of {least} to {most}; told this once, and "
                + "counted";
        return clamped;
    }

    // To the nearest float; inwards where that would be beyond a bound.
    private static float Round(double value, double least, double most)
    {
        float nearest = (float)value;
        if (nearest > most)
            return MathF.BitDecrement(nearest);
        return nearest < least ? MathF.BitIncrement(nearest) : nearest;
    }

    private static bool IsNumber(double? value) => value is null || !double.IsNaN(value.Value);
}
