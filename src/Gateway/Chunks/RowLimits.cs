using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Chunks;

/// <summary>One joint's limits for rows of one distance in time: radians, and radians per row, row² and row³.</summary>
/// <remarks>Infinite where the robot names none.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RowLimits(
    double Minimum, double Maximum, double Velocity, double Acceleration, double Jerk)
{
    // Rows go out as float32: what is planned this much inside of a limit is still inside once it is rounded, and a
    // robot that stands at the very limit of one chunk is not beyond it for the next.
    private const double PlanningShare = 0.999;

    /// <summary>What rows are planned with.</summary>
    public RowLimits ForPlanning => this with
    {
        Velocity = Velocity * PlanningShare,
        Acceleration = Acceleration * PlanningShare,
        Jerk = Jerk * PlanningShare,
    };

    /// <param name="robot">Limits per second.</param>
    /// <param name="joint">Index on the robot's wire.</param>
    /// <param name="seconds">Between rows.</param>
    public static RowLimits Of(RobotConfig robot, int joint, double seconds) => new(
        robot.Minimum[joint],
        robot.Maximum[joint],
        At(robot.MaximumVelocity, joint) * seconds,
        At(robot.MaximumAcceleration, joint) * seconds * seconds,
        At(robot.MaximumJerk, joint) * seconds * seconds * seconds);

    private static double At(ImmutableArray<double> limits, int joint) =>
        limits.IsEmpty ? double.PositiveInfinity : limits[joint];
}
