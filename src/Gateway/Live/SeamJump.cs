using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Live;

/// <summary>How far a chunk's first row lies from what the robot would have been told then by the one before.</summary>
/// <param name="Largest">Over all joints, in the robot's units.</param>
/// <param name="Joint">Where, from 0.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SeamJump(float Largest, int Joint)
{
    /// <returns>Null where that cannot be told: an episode begins, or too few rows of the last are kept.</returns>
    public static SeamJump? Between(
        in LiveTick before, ReadOnlySpan<float> played, in LiveTick now, ReadOnlySpan<float> next, int joints)
    {
        if (now.BeginsEpisode || now.KeptRows == 0 || before.KeptRows == 0 || before.IntervalNanoseconds <= 0)
            return null;
        // Row 0 is reached one interval after its answer, rows in between by straight lines, the last row is held.
        double nanoseconds = ((now.At - before.At).Ticks * (double)TimeSpan.NanosecondsPerTick)
            + now.IntervalNanoseconds;
        double place = Math.Max(0, (nanoseconds / before.IntervalNanoseconds) - 1);
        if (place > before.SentRows - 1)
            place = before.SentRows - 1;
        if (place > before.KeptRows - 1)
            return null;
        int row = Math.Min((int)place, Math.Max(0, before.KeptRows - 2));
        int then = Math.Min(row + 1, before.KeptRows - 1);
        double share = place - row;
        var found = new SeamJump(0, 0);
        for (int joint = 0; joint < joints; joint++)
        {
            float from = played[(row * joints) + joint];
            float told = (float)(from + ((played[(then * joints) + joint] - (double)from) * share));
            float jump = Math.Abs(next[joint] - told);
            if (jump > found.Largest)
                found = new SeamJump(jump, joint);
        }
        return found;
    }
}
