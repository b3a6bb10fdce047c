using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Comparison;

/// <summary>What is to be compared.</summary>
internal sealed record ComparisonRequest
{
    public const string SideA = "A";

    public const string SideB = "B";

    /// <summary>What both sides are shown.</summary>
    public required ITickInput Input { get; init; }

    /// <summary>As <see cref="Report.ComparedInput.Kind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>
    /// Has both sides' policies, as <see cref="SideA"/> and <see cref="SideB"/>, and all that makes a chunk out of what
    /// they give.
    /// </summary>
    public required GatewayConfig Config { get; init; }

    /// <summary>Whose limits the guard keeps; null for none.</summary>
    public RobotConfig? Robot { get; init; }

    public ToleranceConfig Tolerance { get; init; } = new();

    /// <summary>Of all that is drawn.</summary>
    public int Seed { get; init; }

    /// <summary>Of the input, at most.</summary>
    public long MaximumTicks { get; init; } = long.MaxValue;
}
