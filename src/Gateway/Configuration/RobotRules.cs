namespace PolicyGate.Gateway.Configuration;

/// <summary>Bounds of a robot's limits: as many as it has joints, and such that it can stop.</summary>
internal static class RobotRules
{
    // A hold brakes within the limits: one that takes longer is none.
    private const double MaximumStopSeconds = 5;

    public static RobotConfig Create(string path, string name, RobotOptions options, ConfigurationErrors errors)
    {
        CheckPositions(path, options, errors);
        CheckMaximum($"{path}:MaximumVelocity", "rad/s", options.MaximumVelocity, options, errors);
        CheckMaximum($"{path}:MaximumAcceleration", "rad/s²", options.MaximumAcceleration, options, errors);
        CheckMaximum($"{path}:MaximumJerk", "rad/s³", options.MaximumJerk, options, errors);
        CheckStop(path, options, errors);
        return new RobotConfig
        {
            Name = name,
            Minimum = [.. options.Minimum.Select(value => (float)value)],
            Maximum = [.. options.Maximum.Select(value => (float)value)],
            MaximumVelocity = [.. options.MaximumVelocity],
            MaximumAcceleration = [.. options.MaximumAcceleration],
            MaximumJerk = [.. options.MaximumJerk],
        };
    }

    private static void CheckPositions(string path, RobotOptions options, ConfigurationErrors errors)
    {
        List<double> minimum = options.Minimum;
        List<double> maximum = options.Maximum;
        foreach ((string key, List<double> values) in new[] { ("Minimum", minimum), ("Maximum", maximum) })
        {
            if (values.Count == 0)
                errors.Add($"{path}:{key}", "missing: one position for each joint, in radians");
            for (int joint = 0; joint < values.Count; joint++)
            {
                if (!float.IsFinite((float)values[joint]))
                    errors.Add($"{path}:{key}:{joint}", $"expected a position in radians, found {values[joint]}");
            }
        }
        if (minimum.Count != maximum.Count && minimum.Count > 0 && maximum.Count > 0)
        {
            errors.Add($"{path}:Maximum",
                $"expected as many values as Minimum has ({minimum.Count}), found {maximum.Count}");
        }
        for (int joint = 0; joint < Math.Min(minimum.Count, maximum.Count); joint++)
        {
            if (minimum[joint] >= maximum[joint])
            {
                errors.Add($"{path}:Maximum:{joint}",
                    $"expected more than the minimum of joint {joint}, {minimum[joint]}, found {maximum[joint]}");
            }
        }
    }

    private static void CheckMaximum(
        string path, string unit, List<double> values, RobotOptions options, ConfigurationErrors errors)
    {
        if (values.Count > 0 && options.Minimum.Count > 0 && values.Count != options.Minimum.Count)
            errors.Add(path, $"expected as many values as Minimum has ({options.Minimum.Count}), found {values.Count}");
        for (int joint = 0; joint < values.Count; joint++)
        {
            if (!(values[joint] > 0))
                errors.Add($"{path}:{joint}", $"expected more than 0 {unit}, found {values[joint]}");
        }
    }

    private static void CheckStop(string path, RobotOptions options, ConfigurationErrors errors)
    {
        for (int joint = 0; joint < options.Minimum.Count; joint++)
        {
            double velocity = At(options.MaximumVelocity, joint);
            double acceleration = At(options.MaximumAcceleration, joint);
            double jerk = At(options.MaximumJerk, joint);
            double seconds = Ratio(velocity, acceleration) + Ratio(acceleration, jerk);
            if (seconds > MaximumStopSeconds)
            {
                errors.Add(path, $"joint {joint} needs {seconds:0.#} s to stop from {velocity} rad/s with"
                    + $" {acceleration} rad/s² and {jerk} rad/s³; at most {MaximumStopSeconds} s are allowed");
            }
        }
    }

    private static double At(List<double> values, int joint) =>
        joint < values.Count && values[joint] > 0 ? values[joint] : double.PositiveInfinity;

    // Where one of the two is not limited the other says nothing about time.
    private static double Ratio(double above, double below) =>
        double.IsFinite(above) && double.IsFinite(below) ? above / below : 0;
}
