using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Chunks;

/// <summary>Makes the chunk that stops a robot where it is: a hold.</summary>
/// <remarks>
/// Two rows of the command that the robot is at. Where limits are known and the robot moves, the rows before them brake
/// within these: an arm that is stopped from full speed between two rows swings, and swings at what it holds.
/// </remarks>
/// <param name="robot">Null where no limits are known.</param>
internal sealed class SafeStop(RobotConfig? robot)
{
    // 5 s, the longest that a configuration may need, at 1000 rows a second; twice that.
    private const int MaximumRows = 10_000;

    private readonly RobotLimits _limits = new(robot);

    /// <param name="leadUp">The three rows before, from <see cref="CommandReference.LeadUp"/>.</param>
    /// <param name="chunk">Receives the rows; their distance in time is the lead-up's.</param>
    /// <returns>Whether it stops within the limits; else it stops at once.</returns>
    public bool Fill(ActionChunk leadUp, ActionChunk chunk)
    {
        chunk.IntervalNanoseconds = leadUp.IntervalNanoseconds;
        ReadOnlySpan<RowLimits> limits = _limits.At(leadUp.IntervalNanoseconds);
        if (limits.Length == leadUp.Width && Brake(leadUp, chunk, limits))
            return true;
        chunk.Resize(rows: 2, leadUp.Width);
        chunk.Fill(leadUp.Row(2));
        return limits.IsEmpty;
    }

    private static bool Brake(ActionChunk leadUp, ActionChunk chunk, ReadOnlySpan<RowLimits> limits)
    {
        int rows = 2;
        for (int joint = 0; joint < limits.Length; joint++)
            rows = Math.Max(rows, RowsToRest(LimitCheck.LeadUpOf(leadUp, joint), limits[joint].ForPlanning) + 1);
        if (rows > MaximumRows)
            return false;
        chunk.Resize(rows, leadUp.Width);
        for (int joint = 0; joint < limits.Length; joint++)
        {
            JointMotion motion = LimitCheck.LeadUpOf(leadUp, joint);
            for (int row = 0; row < rows; row++)
            {
                motion = motion.Next(Braking.Step(motion, limits[joint].ForPlanning));
                chunk.Row(row)[joint] = (float)motion.Position;
            }
            if (LimitCheck.Find(chunk, leadUp, joint, limits[joint]) is not null)
                return false;
        }
        return true;
    }

    private static int RowsToRest(JointMotion motion, in RowLimits limits)
    {
        int rows = 0;
        for (; rows < MaximumRows && !Braking.IsAtRest(motion); rows++)
            motion = motion.Next(Braking.Step(motion, limits));
        return rows;
    }
}
