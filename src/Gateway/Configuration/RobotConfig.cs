using System.Collections.Immutable;

namespace PolicyGate.Gateway.Configuration;

/// <summary>One kind of robot: its limits by the joint's index on the wire, in radians and seconds.</summary>
internal sealed record RobotConfig
{
    public required string Name { get; init; }

    public required ImmutableArray<float> Minimum { get; init; }

    /// <summary>As many as <see cref="Minimum"/>, each greater.</summary>
    public required ImmutableArray<float> Maximum { get; init; }

    /// <summary>Per second, each above zero; as many as <see cref="Minimum"/>, or none at all.</summary>
    public ImmutableArray<double> MaximumVelocity { get; init; } = [];

    /// <summary>Per second², likewise.</summary>
    public ImmutableArray<double> MaximumAcceleration { get; init; } = [];

    /// <summary>Per second³, likewise.</summary>
    public ImmutableArray<double> MaximumJerk { get; init; } = [];
}
