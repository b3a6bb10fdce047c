namespace PolicyGate.Gateway.Chunks;

/// <summary>
/// Rows before a chunk of which nobody knows what goes before: its own first motion, carried on backwards.
/// </summary>
/// <remarks>
/// So that velocity counts from its second row on, acceleration from its third, jerk from its fourth: from what its
/// rows say. To begin at rest would brake a chunk in mid-motion that its robot's client lays over the last one's rows.
/// </remarks>
internal static class OwnLeadUp
{
    private const int Rows = 3;

    /// <param name="chunk">Finite.</param>
    /// <param name="limits">Of each joint; first rows that break them are carried on within them.</param>
    /// <param name="leadUp">Receives three rows, oldest first.</param>
    public static void Fill(ActionChunk chunk, ReadOnlySpan<RowLimits> limits, ActionChunk leadUp)
    {
        leadUp.Resize(Rows, chunk.Width);
        leadUp.IntervalNanoseconds = chunk.IntervalNanoseconds;
        for (int joint = 0; joint < limits.Length; joint++)
        {
            RowLimits within = limits[joint].ForPlanning;
            double position = Math.Clamp(chunk.Row(0)[joint], within.Minimum, within.Maximum);
            double velocity = chunk.Rows < 2 ? 0 : (double)chunk.Row(1)[joint] - chunk.Row(0)[joint];
            double next = chunk.Rows < 3 ? velocity : (double)chunk.Row(2)[joint] - chunk.Row(1)[joint];
            double acceleration = Math.Clamp(next - velocity, -within.Acceleration, within.Acceleration);
            for (int row = Rows - 1; row >= 0; row--)
            {
                velocity = Math.Clamp(velocity - acceleration, -within.Velocity, within.Velocity);
                position -= velocity;
                leadUp.Row(row)[joint] = (float)position;
            }
        }
    }
}
