namespace PolicyGate.Gateway.Chunks;

/// <summary>How a joint comes to rest, row by row, as fast as its acceleration and jerk limits let it.</summary>
/// <remarks>
/// <para>All in rows, so exact: no time between rows in which a limit could be broken. The rule is one row's: take the
/// acceleration from which the velocity is just used up while the acceleration is brought back to zero by one jerk a
/// row. With m rows of jerk J left to take back, the velocity used up is</para>
/// <code>
///   velocity = (n + 1) · m − J · n (n + 1) / 2     where n = rows of full jerk that follow, m ≤ (n + 1) · J
/// </code>
/// <para>so the state that it leads to is one from which the same rule goes on, and it ends at rest, not about it.
/// The same rule with another limit in the place of rest is how a velocity limit is come up to.</para>
/// </remarks>
internal static class Braking
{
    // 5 s, the longest that a configuration may need, at 1000 rows a second; twice that.
    private const int MaximumRows = 10_000;

    /// <summary>The largest acceleration that is back at zero by the time the velocity has changed so much.</summary>
    /// <param name="velocity">How much it is to change, of either sign.</param>
    /// <param name="jerk">Limit, per row³.</param>
    public static double AccelerationFor(double velocity, double jerk)
    {
        if (double.IsPositiveInfinity(jerk))
            return velocity;
        double size = Math.Abs(velocity);
        double rows = Math.Max(0, Math.Ceiling((Math.Sqrt(1 + (8 * size / jerk)) - 3) / 2));
        return Math.CopySign((size + (jerk * rows * (rows + 1) / 2)) / (rows + 1), velocity);
    }

    /// <summary>The next row's acceleration on the way to rest.</summary>
    public static double Step(in JointMotion motion, in RowLimits limits)
    {
        double wanted = -AccelerationFor(motion.Velocity, limits.Jerk);
        double reachable = Math.Clamp(wanted, motion.Acceleration - limits.Jerk, motion.Acceleration + limits.Jerk);
        return Math.Clamp(reachable, -limits.Acceleration, limits.Acceleration);
    }

    /// <summary>Whether a joint that brakes from here on stays within two positions.</summary>
    public static bool StaysWithin(JointMotion motion, double minimum, double maximum, in RowLimits limits)
    {
        double farthest = FarthestStop(motion, limits);
        if (motion.Position - farthest >= minimum && motion.Position + farthest <= maximum)
            return true;
        for (int row = 0; row < MaximumRows; row++)
        {
            if (!(motion.Position >= minimum && motion.Position <= maximum))
                return false;
            if (IsAtRest(motion))
                return true;
            motion = motion.Next(Step(motion, limits));
        }
        return false;
    }

    /// <summary>Where a joint that brakes from here on comes to rest.</summary>
    public static double RestingPlace(JointMotion motion, in RowLimits limits)
    {
        for (int row = 0; row < MaximumRows && !IsAtRest(motion); row++)
            motion = motion.Next(Step(motion, limits));
        return motion.Position;
    }

    /// <summary>More than braking ever takes: most joints are far from their ends, and need no closer look.</summary>
    private static double FarthestStop(in JointMotion motion, in RowLimits limits)
    {
        double buildUp = Math.Abs(motion.Acceleration) / limits.Jerk;
        double fastest = Math.Abs(motion.Velocity) + (Math.Abs(motion.Acceleration) * (buildUp + 1));
        double rows = (fastest / limits.Acceleration) + (2 * limits.Acceleration / limits.Jerk) + buildUp + 3;
        // Not a number where a limit is infinite, which is never within.
        return fastest * rows;
    }

    public static bool IsAtRest(in JointMotion motion) => motion is { Velocity: 0, Acceleration: 0 };
}
