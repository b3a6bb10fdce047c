using PolicyGate.Gateway.Comparison.Statistics;

namespace PolicyGate.Gateway.Shadows;

/// <summary>Sums of how far chunks are from those that were served, by joint, at the moments that both have.</summary>
internal sealed class ChunkDifference(int width)
{
    private readonly double[] _sums = new double[width];
    private readonly double[] _largest = new double[width];
    private readonly long[] _counts = new long[width];

    /// <summary>Values of a row.</summary>
    public int Width => width;

    /// <summary>The last chunk's largest; null where it had no value to compare.</summary>
    public double? Last { get; private set; }

    /// <summary>Of all so far.</summary>
    public double? Largest { get; private set; }

    public double? Mean
    {
        get
        {
            (double sum, long count) = (_sums.Sum(), _counts.Sum());
            return count == 0 ? null : sum / count;
        }
    }

    public double MeanOf(int joint) => _counts[joint] == 0 ? 0 : _sums[joint] / _counts[joint];

    public double LargestOf(int joint) => _largest[joint];

    /// <summary>Adds a pair of chunks; values that are not finite on either side are passed over.</summary>
    public void Add(in ShadowRun run)
    {
        Last = null;
        (int rows, int servedRows) = (run.Chunk.Length / width, run.Served.Length / width);
        if (rows == 0 || servedRows == 0)
            return;
        int steps = SharedGrid.StepsWithin(rows, run.ChunkInterval, servedRows, run.ServedInterval);
        double step = Math.Max(run.ChunkInterval, run.ServedInterval);
        for (int i = 1; i <= steps; i++)
        {
            // A robot reaches row 0 one interval after it has taken a chunk.
            (double place, double served) = ((i * step / run.ChunkInterval) - 1, (i * step / run.ServedInterval) - 1);
            for (int joint = 0; joint < width; joint++)
            {
                Add(joint, SharedGrid.At(run.Chunk, width, joint, place)
                    - SharedGrid.At(run.Served, width, joint, served));
            }
        }
        if (Last > Largest || Largest is null)
            Largest = Last;
    }

    private void Add(int joint, double difference)
    {
        if (!double.IsFinite(difference))
            return;
        difference = Math.Abs(difference);
        _sums[joint] += difference;
        _counts[joint]++;
        _largest[joint] = Math.Max(_largest[joint], difference);
        Last = Math.Max(Last ?? 0, difference);
    }
}
