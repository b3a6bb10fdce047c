namespace PolicyGate.Gateway.Chunks;

/// <summary>Whether one joint's rows keep its limits, the seam to the rows before them included.</summary>
internal static class LimitCheck
{
    // A third difference of four float32 values is off by 8 half units in the last place, and so may the state be that
    // it was planned from. 2^-24 is half a unit of a value between 1 and 2.
    private const double Roundings = 16.0 / (1 << 24);

    /// <summary>The first limit that is broken; null where all are kept.</summary>
    /// <param name="chunk">The rows.</param>
    /// <param name="leadUp">The three rows before.</param>
    /// <param name="joint">Index in a row.</param>
    /// <param name="limits">The joint's.</param>
    public static BrokenLimit? Find(ActionChunk chunk, ActionChunk leadUp, int joint, in RowLimits limits)
    {
        JointMotion motion = LeadUpOf(leadUp, joint);
        for (int row = 0; row < chunk.Rows; row++)
        {
            double position = chunk.Row(row)[joint];
            double velocity = position - motion.Position;
            double acceleration = velocity - motion.Velocity;
            double slack = Roundings * Math.Max(Math.Abs(position), Math.Abs(motion.Position));
            if (IsBeyond(acceleration - motion.Acceleration, limits.Jerk, slack))
                return new(row, LimitKind.Jerk, limits.Jerk, acceleration - motion.Acceleration);
            if (IsBeyond(acceleration, limits.Acceleration, slack))
                return new(row, LimitKind.Acceleration, limits.Acceleration, acceleration);
            if (IsBeyond(velocity, limits.Velocity, slack))
                return new(row, LimitKind.Velocity, limits.Velocity, velocity);
            // A joint that stands outside may only come in.
            if (position < Math.Min(limits.Minimum, motion.Position) - slack)
                return new(row, LimitKind.Position, limits.Minimum, position);
            if (position > Math.Max(limits.Maximum, motion.Position) + slack)
                return new(row, LimitKind.Position, limits.Maximum, position);
            motion = new JointMotion(position, velocity, acceleration);
        }
        return null;
    }

    public static JointMotion LeadUpOf(ActionChunk leadUp, int joint) =>
        JointMotion.Of(leadUp.Row(2)[joint], leadUp.Row(1)[joint], leadUp.Row(0)[joint]);

    private static bool IsBeyond(double found, double limit, double slack) => !(Math.Abs(found) <= limit + slack);
}
