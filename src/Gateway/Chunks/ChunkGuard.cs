using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Chunks;

/// <summary>The last look at a chunk before it goes to a robot: nobody after us checks.</summary>
/// <remarks>
/// Limits belong to the robot, by index on its wire. A joint whose rows keep them is left as it is, to the bit; one
/// that breaks any is led along its rows by a <see cref="JointFollower"/> and then looked at again: docs/safety.md.
/// </remarks>
/// <param name="robot">Null where no limits are known.</param>
internal sealed class ChunkGuard(RobotConfig? robot)
{
    private readonly RobotLimits _limits = new(robot);
    private readonly ActionChunk _ownLeadUp = new();
    private double[] _wanted = [];
    private double[] _rows = [];
    private bool[] _changed = [];

    /// <summary>Rows of the last chunk that are other ones now.</summary>
    public int ChangedRows { get; private set; }

    /// <summary>Refuses NaN and infinity.</summary>
    public static GatewayError? Refuse(ActionChunk chunk)
    {
        for (int i = 0; i < chunk.Values.Length; i++)
        {
            if (!float.IsFinite(chunk.Values[i]))
            {
                return new GatewayError(ErrorCode.Internal,
                    $"the policy's answer holds {chunk.Values[i]} at row {i / chunk.Width}, index {i % chunk.Width};"
                    + " a chunk like that is never sent");
            }
        }
        return null;
    }

    /// <summary>Brings the rows within the robot's limits, each as near to what was wanted as they allow.</summary>
    /// <param name="chunk">Finite; changed in place.</param>
    /// <param name="leadUp">The three rows before, from <see cref="CommandReference.LeadUp"/>.</param>
    /// <param name="changed">How many values are other ones now.</param>
    /// <returns>Why there are no rows on from here that keep the limits.</returns>
    public GatewayError? Limit(ActionChunk chunk, ActionChunk leadUp, out int changed)
    {
        (changed, ChangedRows) = (0, 0);
        Array.Clear(_changed);
        ReadOnlySpan<RowLimits> limits = _limits.At(chunk.IntervalNanoseconds);
        for (int joint = 0; joint < limits.Length; joint++)
        {
            if (LimitCheck.Find(chunk, leadUp, joint, limits[joint]) is null)
                continue;
            changed += Follow(chunk, leadUp, joint, limits[joint]);
            if (LimitCheck.Find(chunk, leadUp, joint, limits[joint]) is { } broken)
                return Refusal(joint, broken, chunk.IntervalNanoseconds / 1e9);
        }
        return null;
    }

    /// <summary>
    /// The same of a chunk of which nobody here knows what goes before: only what can be told from its own rows.
    /// </summary>
    public GatewayError? LimitAlone(ActionChunk chunk, out int changed)
    {
        (changed, ChangedRows) = (0, 0);
        ReadOnlySpan<RowLimits> limits = _limits.At(chunk.IntervalNanoseconds);
        if (limits.IsEmpty)
            return null;
        OwnLeadUp.Fill(chunk, limits, _ownLeadUp);
        return Limit(chunk, _ownLeadUp, out changed);
    }

    private static GatewayError Refusal(int joint, BrokenLimit broken, double seconds) => new(ErrorCode.Internal,
        $"from where joint {joint} is now no rows keep its limits; the best had at {broken.Describe(seconds)}."
        + " The robot is held; if this is a robot's usual motion, its limits (Robots) are too narrow");

    private int Follow(ActionChunk chunk, ActionChunk leadUp, int joint, in RowLimits limits)
    {
        if (_wanted.Length < chunk.Rows)
            (_wanted, _rows, _changed) = (new double[chunk.Rows], new double[chunk.Rows], new bool[chunk.Rows]);
        Span<double> wanted = _wanted.AsSpan(0, chunk.Rows);
        Span<double> rows = _rows.AsSpan(0, chunk.Rows);
        for (int row = 0; row < chunk.Rows; row++)
            wanted[row] = Math.Clamp(chunk.Row(row)[joint], limits.Minimum, limits.Maximum);
        new JointFollower(wanted, LimitCheck.LeadUpOf(leadUp, joint), limits).Follow(rows);
        int changed = 0;
        for (int row = 0; row < chunk.Rows; row++)
        {
            ref float value = ref chunk.Row(row)[joint];
            float limited = (float)rows[row];
            bool other = limited != value;
            value = limited;
            if (!other)
                continue;
            changed++;
            ChangedRows += _changed[row] ? 0 : 1;
            _changed[row] = true;
        }
        return changed;
    }
}
