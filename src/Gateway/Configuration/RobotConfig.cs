using System.Collections.Immutable;

namespace PolicyGate.Gateway.Configuration;

/// <summary>One kind of robot: position limits by the joint's index on the wire, in radians.</summary>
internal sealed record RobotConfig
{
    public required string Name { get; init; }

    public required ImmutableArray<float> Minimum { get; init; }

    /// <summary>As many as <see cref="Minimum"/>, each greater.</summary>
    public required ImmutableArray<float> Maximum { get; init; }

    public static RobotConfig Create(string path, string name, RobotOptions options, ConfigurationErrors errors)
    {
        List<double> minimum = options.Minimum;
        List<double> maximum = options.Maximum;
        foreach ((string key, List<double> values) in new[] { ("Minimum", minimum), ("Maximum", maximum) })
        {
            if (values.Count == 0)
                errors.Add($"{path}:{key}", "missing: one position for each joint, in radians");
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
        return new RobotConfig
        {
            Name = name,
            Minimum = [.. minimum.Select(value => (float)value)],
            Maximum = [.. maximum.Select(value => (float)value)],
        };
    }
}
