using FsCheck;
using FsCheck.Fluent;

namespace PolicyGate.Tests.Gateway.Chunks;

/// <summary>One chunk that a policy wants of a joint.</summary>
/// <param name="Kind">Its form: a step, a ramp, a wave, noise about a path, jumps to and fro, huge values.</param>
/// <param name="Rows">How many.</param>
/// <param name="Size">In thousandths of the joint's range.</param>
/// <param name="Seed">For its noise.</param>
/// <param name="Wait">Until the next one, in thousandths of its duration.</param>
public sealed record GuardStep(int Kind, int Rows, int Size, int Seed, int Wait)
{
    public static Gen<GuardStep> Generate() =>
        from kind in Gen.Choose(0, 5)
        from rows in Gen.Choose(1, 40)
        from size in Gen.Choose(-1500, 1500)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from wait in Gen.Choose(0, 1300)
        select new GuardStep(kind, rows, size, seed, wait);

    /// <summary>The rows for a joint that is at a position now and may travel so far to each side.</summary>
    public float[] Wanted(double now, double range)
    {
        double size = Size / 1000.0 * range;
        var random = new Random(Seed);
        var rows = new float[Rows];
        for (int row = 0; row < Rows; row++)
        {
            double part = (row + 1.0) / Rows;
            rows[row] = (float)(Kind switch
            {
                0 => size,
                1 => now + ((size - now) * part),
                2 => now + (size * Math.Sin(6 * part)),
                3 => now + ((size - now) * part) + ((random.NextDouble() - 0.5) * range / 50),
                4 => row % 2 == 0 ? size : -size,
                _ => size * 1e30,
            });
        }
        return rows;
    }
}
