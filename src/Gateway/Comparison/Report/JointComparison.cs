namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>One joint of both sides.</summary>
internal sealed record JointComparison
{
    public required string Name { get; init; }

    /// <summary>Largest absolute difference that is none.</summary>
    public required double Tolerance { get; init; }

    /// <summary>Whether <see cref="Model"/> or <see cref="Sent"/> goes beyond it.</summary>
    public required bool IsDifferent { get; init; }

    /// <summary>
    /// The policies' chunks, unnormalised, before the gateway's own steps: what the models would have. All steps of all
    /// ticks.
    /// </summary>
    public required DifferenceFigures Model { get; init; }

    /// <summary>The same, by step of the horizon.</summary>
    public required IReadOnlyList<DifferenceFigures> Steps { get; init; }

    /// <summary>The chunks as sent, after late rows, window, blend and guard: what the robot would get.</summary>
    public required DifferenceFigures Sent { get; init; }

    /// <summary>Where <see cref="Model"/> is largest; null where nothing was compared.</summary>
    public required DifferencePlace? Where { get; init; }

    public required MotionFigures A { get; init; }

    public required MotionFigures B { get; init; }
}
